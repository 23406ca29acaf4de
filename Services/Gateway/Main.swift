import Hosting

@main struct Main {
    static func main() async {
        await host(
            "gateway", about: "The only door: authentication, authorization, limits, the public API and its streams.",
            subjects: Subjects.declared, settings: Configuration.settings, metrics: Figures.all,
            migrations: Migrations.all
        ) { host in try Assembly(host).services }
    }
}
