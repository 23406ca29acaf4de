import ArgumentParser
import Core
import Foundation

struct Open: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open the app in a browser; its address is printed where there is none.", discussion: "  slipway open shop")
    @OptionGroup var app: AppChoice
    @Flag(help: "Only print the address.") var print = false

    func run() async throws {
        let app = try await app.find(APIClient())
        let url = app.text("url")
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else { throw CLIError(message: "\(app.text("name")) has no address.") }
        let opened = !print && Terminal.isInteractive && Self.open(url)
        Terminal.say(opened ? "  \(url) is opened." : "\(Terminal.isInteractive ? "  " : "")\(url)")
        if app["current_deployment_id"]?.string == nil, Terminal.isInteractive { Terminal.say(Span("  Nothing serves there yet:  slipway deploy \(app.text("name"))", .yellow)) }
    }

    /// True when a browser took it.
    private static func open(_ url: String) -> Bool {
        #if os(macOS)
            let programs = ["open"]
        #else
            let variables = ProcessInfo.processInfo.environment
            guard variables["DISPLAY"] != nil || variables["WAYLAND_DISPLAY"] != nil || variables["BROWSER"] != nil else { return false }
            let programs = ["xdg-open"]
        #endif
        return programs.contains { program in
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [program, url]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            process.standardInput = FileHandle.nullDevice
            guard (try? process.run()) != nil else { return false }
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
    }
}
