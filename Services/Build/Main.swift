import Hosting

@main struct Main {
    static func main() async {
        await host(
            "build", about: "Turns commits into images: sources, queue, plans, image builds.", subjects: permissions,
            settings: Configuration.settings, metrics: Figures.all, migrations: migrations
        ) { host in
            try Assembly(host).services
        }
    }
}
