import Hosting

@main struct Main {
    static func main() async {
        await host(
            "project", about: "Owns projects, and who may do what in them.",
            subjects: Subjects.declared, settings: Configuration.settings, migrations: Migrations.all
        ) { host in try Assembly(host).services }
    }
}
