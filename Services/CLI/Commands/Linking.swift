import ArgumentParser
import Core
import Foundation

struct LinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Make this folder an app's: commands in it and below need no name.",
        discussion: """
              slipway link shop
              slipway link                 what it is linked to

            Written to \(Link.fileName), which holds no secret. Without a link, an app that is deployed from the
            folder's Git remote is meant when there is exactly one; SLIPWAY_APP wins over both.
            """)
    @Argument(help: "The app.") var app: AppReference?
    @OptionGroup var output: Output

    func run() async throws {
        guard let app else { return try show() }
        let api = try APIClient()
        let found = try await app.find(api)
        let link = Link(api: api.base, app: found.text("id"), name: "\(found.text("project_name"))/\(found.text("name"))")
        let path = FileManager.default.currentDirectoryPath + "/" + Link.fileName
        try link.write(to: path)
        if output.json { return Terminal.json(["path": .string(path), "app": .string(link.app), "api": .string(link.api)]) }
        Terminal.say("  This folder is \(link.name) from now on.  Next:  slipway deploy")
    }

    private func show() throws {
        guard let (link, path) = try Link.find() else {
            throw CLIError(message: "This folder is linked to no app.", advice: "slipway link APP")
        }
        if output.json { return Terminal.json(["path": .string(path), "app": .string(link.app), "api": .string(link.api), "name": .string(link.name)]) }
        Terminal.say("  \(link.name) on \(link.api)  by \(path)")
    }
}

struct Unlink: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The folder is no app's any more; the app stays as it is.", discussion: "  slipway unlink")

    func run() throws {
        let path = FileManager.default.currentDirectoryPath + "/" + Link.fileName
        guard FileManager.default.fileExists(atPath: path) else {
            let above = try Link.find()
            throw CLIError(message: "This folder is linked to no app.", advice: above.map { "\($0.path) is what links it; say it there" })
        }
        try FileManager.default.removeItem(atPath: path)
        Terminal.say("  This folder is linked to no app any more.")
    }
}
