import Hosting

@main struct Main {
    static func main() async {
        await host(
            "app", about: "Keeps apps: what is desired, their variables and configs.",
            subjects: Subjects.declared, settings: Configuration.settings, metrics: [Resealing.left], migrations: Migrations.all
        ) { host in try Assembly(host).services }
    }
}
