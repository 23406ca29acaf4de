import ArgumentParser
import Core

struct ScaleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scale", abstract: "How many instances run, and how large they are.",
        discussion: "--memory and --cpu are carried by the next deployment; the number takes effect at once.")
    @Argument(help: "The app.") var app: AppReference
    @Argument(help: "Instances; 0 stops it.") var instances: Int?
    @Option(help: "CPU limit, such as 500m.") var cpu: String?
    @Option(help: "Memory limit, such as 512Mi.") var memory: String?
    @OptionGroup var output: Output

    func run() async throws {
        guard instances != nil || cpu != nil || memory != nil else {
            throw CLIError(message: "How many instances?", advice: "slipway scale \(app.text) 3")
        }
        let api = try APIClient()
        var found = try await app.find(api)
        let id = found.text("id")
        if cpu != nil || memory != nil {
            var run: JSONValue = [:]
            if let cpu { run["cpu"] = .string(cpu) }
            if let memory { run["memory"] = .string(memory) }
            found = try await api.patch("apps/\(id)", ["run": run])
        }
        if let instances { found = try await api.put("apps/\(id)/scale", ["instances": .int(Int64(instances))]) }
        if output.json { return Terminal.json(found) }
        if let instances { Terminal.line("  \(found.text("name")) runs on \(Words.count(Int64(instances), "instance")) from now on.  slipway status \(app.text)") }
        if cpu != nil || memory != nil { Terminal.line("  The next deployment carries the new limits:  slipway deploy \(app.text)") }
    }
}

struct Restart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "New instances of the release that serves, without a gap.")
    @Argument(help: "The app.") var app: AppReference

    func run() async throws {
        let api = try APIClient()
        _ = try await api.post("apps/\(app.find(api).text("id"))/restart")
        Terminal.line("  \(app.text) gets new instances.  slipway status \(app.text)")
    }
}

struct Delete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Delete an app: its instances, images, routes, variables and logs.")
    @Argument(help: "The app.") var app: AppReference
    @Flag(help: "Don't ask.") var yes = false
    @Flag(help: "Don't wait until nothing of it is left.") var detach = false

    func run() async throws {
        let api = try APIClient()
        let found = try await app.find(api)
        try Terminal.confirm("Deleting \(found.text("name")) takes its instances, images, variables, logs and \(found.text("url")).", yes: yes)
        try await api.delete("apps/\(found.text("id"))")
        guard !detach else { return Terminal.line("  \(found.text("name")) is being deleted.") }
        while true {
            do {
                _ = try await api.get("apps/\(found.text("id"))")
            } catch let error as CLIError where error.code == "not_found" {
                return Terminal.line("  Nothing of \(found.text("name")) is left.")
            }
            try await Task.sleep(for: .milliseconds(300))
        }
    }
}
