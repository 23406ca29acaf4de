import Hosting

@main struct Main {
    static func main() async {
        await host(
            "deploy", about: "Makes releases live: deployments, instances, health, routes.",
            subjects: Subjects.declared, settings: Configuration.settings, metrics: Figures.all + [Resealing.left],
            migrations: Migrations.all
        ) { host in try Assembly(host).services }
    }
}
