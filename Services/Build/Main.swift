import Hosting

@main struct Main {
    static func main() async {
        await host(
            "build", about: "Turns commits into images: sources, queue, plans, image builds.",
            subjects: Subjects.declared, settings: Configuration.settings, metrics: Figures.all,
            migrations: Migrations.all
        ) { host in try Assembly(host).services }
    }
}
