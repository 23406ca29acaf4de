import Hosting

@main struct Main {
    static func main() async {
        await host(
            "log", about: "Keeps every line of builds, instances and the platform, one sequence per app.",
            subjects: Subjects.declared, settings: Configuration.settings, metrics: Figures.all,
            migrations: Migrations.all
        ) { host in try Assembly(host).services }
    }
}
