import Messages

extension Proto.App {
    /// Fills in what nobody said.
    mutating func fillDefaults() {
        var source = source ?? .init(), build = build ?? .init(), run = run ?? .init()
        if build.method.isEmpty { build.method = build.image.isEmpty ? "auto" : "image" }
        if source.branch.isEmpty { source.branch = "main" }
        if run.instances == 0 { run.instances = 1 }
        if run.cpu.isEmpty { run.cpu = "500m" }
        if run.memory.isEmpty { run.memory = "512Mi" }
        (self.source, self.build, self.run) = (source, build, run)
    }
}
