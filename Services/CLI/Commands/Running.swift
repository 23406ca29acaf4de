import ArgumentParser
import Core

struct ScaleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scale", abstract: "How many instances run, and how large they are.",
        discussion: """
              slipway scale shop 3
              slipway scale shop --min 2 --max 6 --cpu-percent 60
              slipway scale shop --memory 512Mi --cpu 250m

            With --max a cluster chooses between --min and that many, by how busy they are.
            --memory and --cpu are carried by the next deployment; the number takes effect at once, and 0 stops it.
            """)
    @OptionGroup var app: AppChoice
    @Argument(help: "Instances; 0 stops it.") var instances: Int?
    @Option(help: "The fewest, where a cluster chooses; 1 unless said.") var min: Int?
    @Option(help: "The most, where a cluster chooses.") var max: Int?
    @Option(help: "How busy instances shall be on average, in percent of their CPU limit; 70 unless said.") var cpuPercent: Int?
    @Option(help: "CPU limit, such as 500m.") var cpu: String?
    @Option(help: "Memory limit, such as 512Mi.") var memory: String?
    @OptionGroup var output: Output

    func run() async throws {
        let (choice, instances) = try app.apart(from: instances)
        guard instances != nil || max != nil || cpu != nil || memory != nil else {
            throw CLIError(message: "How many instances?", advice: "slipway scale \(choice.app?.text ?? "shop") 3", exitCode: .usage)
        }
        let api = try APIClient()
        var found = try await choice.find(api)
        let (id, name) = (found.text("id"), found.text("name"))
        if cpu != nil || memory != nil {
            var run: JSONValue = [:]
            if let cpu { run["cpu"] = .string(cpu) }
            if let memory { run["memory"] = .string(memory) }
            found = try await api.patch("apps/\(id)", ["run": run])
        }
        if let instances, max == nil { found = try await api.put("apps/\(id)/scale", ["instances": .int(Int64(instances))]) }
        if let max {
            var range: JSONValue = ["max": .int(Int64(max))]
            if let min { range["min"] = .int(Int64(min)) }
            if let cpuPercent { range["cpu_percent"] = .int(Int64(cpuPercent)) }
            found = try await api.put("apps/\(id)/scale", range)
        }
        if output.json { return Terminal.json(found) }
        if let range = found["autoscale"], let least = range["min"]?.int, let most = range["max"]?.int, max != nil {
            Terminal.say("  \(name) runs on \(least) to \(most) instances from now on.  slipway status \(name)")
        }
        if instances == 0 { Terminal.say("  \(name) stops.  slipway scale \(name) 1  starts it again") }
        if let instances, instances > 0 { Terminal.say("  \(name) runs on \(Words.count(Int64(instances), "instance")) from now on.  slipway status \(name)") }
        if cpu != nil || memory != nil { Terminal.say("  The next deployment carries the new limits:  slipway deploy \(name)") }
    }
}

struct Restart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "New instances of the release that serves, without a gap.", discussion: "  slipway restart shop")
    @OptionGroup var app: AppChoice
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let found = try await app.find(api)
        let name = found.text("name")
        let answer = try await advising(409, found["instances"]?.int == 0 ? "slipway scale \(name) 1" : "slipway deploy \(name)") {
            try await api.post("apps/\(found.text("id"))/restart")
        }
        if output.json { return Terminal.json(answer) }
        Terminal.say("  \(name) gets new instances.  slipway status \(name)")
    }
}

struct Delete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Delete an app: its instances, images, routes, variables and logs.", discussion: "  slipway delete shop")
    @OptionGroup var app: AppChoice
    @Flag(help: "Don't ask.") var yes = false
    @Flag(help: "Don't wait until nothing of it is left.") var detach = false
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let found = try await app.find(api, guesses: false)
        let (id, name) = (found.text("id"), found.text("name"))
        try Question.confirm(
            "Deleting \(found.text("project_name"))/\(name) takes its \(Words.count(found["instances"]?.int ?? 0, "instance")), images, variables, logs and \(found.text("url")).", yes: yes)
        let answer = try await api.delete("apps/\(id)")
        guard !detach else {
            if output.json { return Terminal.json(answer) }
            return Terminal.say("  \(name) is being deleted.")
        }
        while true {
            do {
                _ = try await api.get("apps/\(id)")
            } catch let error as CLIError {
                if error.status == 404 {
                    if output.json { return Terminal.json(["id": .string(id), "status": "deleted"]) }
                    return Terminal.say("  Nothing of \(name) is left.")
                }
                guard error.isPassing else { throw error }
            }
            try await Task.sleep(for: .milliseconds(300))
        }
    }
}
