import Core
import Testing

@testable import BuildService

@Suite struct KanikoOutputTests {
    private func info(_ message: String, _ level: String = "info") -> String {
        (["level": .string(level), "msg": .string(message), "time": "2026-11-21T20:16:08Z"] as JSONValue).encoded()
    }

    private func shown(_ lines: [String], total: Int = 0) -> [String] {
        var output = KanikoOutput(total: total)
        return lines.compactMap { output.read($0) }
    }

    @Test func `steps, base images and the cache are told, and nothing else of the executor's own`() {
        let lines = [
            info("Retrieving image manifest busybox"), info("Retrieving image manifest busybox"), info("Built cross stage deps: map[]"),
            info("Using caching version of cmd: RUN npm ci"), info("COPY . /app"), info("Taking snapshot of files..."), info("RUN npm ci"),
            info("Cmd: /bin/sh"), "added 12 packages", info("odd", "warning"),
        ]
        #expect(shown(lines, total: 3) == [
            "Fetching busybox", "Using cache for RUN npm ci", "STEP 1/3: COPY . /app", "STEP 2/3: RUN npm ci", "added 12 packages", "warning: odd",
        ])
    }

    @Test func `what a program prints is left as it is, JSON or not`() {
        let lines = [#"{"level":"info","msg":"started"}"#, #"{"a":1}"#, "{", "", #"{"level":"info","msg":"x","time":"t","pid":1}"#]
        #expect(shown(lines) == lines)
    }

    @Test func `progress counts beyond what was expected`() {
        var output = KanikoOutput(total: 1)
        for message in ["WORKDIR /a", "RUN true"] { _ = output.read(info(message)) }
        #expect(output.progress.done == 1 && output.progress.total == 2 && output.progress.instruction == "RUN true")
    }

    @Test(arguments: [
        ("FROM a\nRUN b\nCOPY c d\n", 2), ("ARG A\nFROM a\n# RUN no\nRUN b && \\\n  run c\n\nCMD [\"x\"]", 2),
        ("from a as b\nrun c\nfrom d\ncopy --from=b e f\nuser 1", 3), ("", 0),
    ])
    func `instructions are counted, over lines that go on and stages`(_ text: String, _ count: Int) { #expect(DockerfileSteps.count(text) == count) }
}
