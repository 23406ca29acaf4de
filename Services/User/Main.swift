import Hosting

@main struct Main {
    static func main() async {
        await host(
            "user", about: "Owns accounts, passwords, sessions and API tokens.",
            subjects: Subjects.declared, settings: Configuration.settings, migrations: Migrations.all
        ) { host in try Assembly(host).services }
    }
}
