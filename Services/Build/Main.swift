import Foundation
import Hosting

@main struct Main {
    static func main() async {
        if CommandLine.arguments.dropFirst().first == "unpack" { await unpack() }
        await host(
            "build", about: "Turns commits into images: sources, queue, plans, image builds.",
            subjects: Subjects.declared, settings: Configuration.settings, metrics: Figures.all,
            migrations: Migrations.all
        ) { host in try Assembly(host).services }
    }

    /// In the Pod of a build, where there is no service.
    private static func unpack() async -> Never {
        guard let unpack = Unpack(CommandLine.arguments.dropFirst(2)) else {
            FileHandle.standardError.write(Data("\(Unpack.usage)\n".utf8))
            exit(64)
        }
        do {
            try await unpack.run()
            exit(0)
        } catch {
            FileHandle.standardError.write(Data("The source was not unpacked: \(error)\n".utf8))
            exit(1)
        }
    }
}
