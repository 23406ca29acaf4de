import Hosting

@main struct Main {
    static func main() async {
        await host(
            "app", about: "Keeps apps: what is desired, their variables and configs.", subjects: permissions,
            settings: Configuration.settings, migrations: migrations
        ) { host in
            try Assembly(host).services
        }
    }
}
