import Core
import Kubernetes
import KubernetesClient

/// From a Job's first line to its end.
extension KanikoBuilder {
    func follow(_ build: Build, _ job: Job, _ output: inout KanikoOutput, _ lines: LineWriter) async throws -> JobState {
        var seen = 0
        while true {
            guard let (job, pod, events) = try await patiently({ try await look(build, job) }) else { return .lost("Its Job was deleted.") }
            let state = judge.state(job, pod, events: events, at: .now())
            switch state {
            case .waiting: try await Task.sleep(for: .milliseconds(400))
            case .running:
                if let pod { _ = try await read(pod, follow: true, build, &seen, &output, lines) }
                try await Task.sleep(for: .milliseconds(200))
            case .succeeded, .exited, .failed, .lost:
                if let pod { try await readRest(pod, build, &seen, &output, lines) }
                return state
            }
        }
    }

    private func look(_ build: Build, _ known: Job) async throws -> (Job, Pod?, [ObjectEvent])? {
        let namespace = known.metadata.namespace
        guard let job = try await client.get(Job.self, known.metadata.name, in: namespace), job.metadata.uid == known.metadata.uid else { return nil }
        let labels = [KanikoNames.build: build.id.description, KanikoNames.attempt: "\(build.attempt)"]
        let pods = try await client.list(Pod.self, ResourceScope(namespace: namespace, labels: labels)).items
        let pod = pods.max { ($0.metadata.creationTimestamp ?? .now()) < ($1.metadata.creationTimestamp ?? .now()) }
        guard pod == nil, let uid = job.metadata.uid else { return (job, pod, []) }
        if job.metadata.deletionTimestamp != nil { return nil }
        return (job, nil, try await client.list(ObjectEvent.self, ResourceScope(namespace: namespace, fields: ["involvedObject.uid": uid])).items)
    }

    /// What is written no more. An answer that its node broke off ends as well as a whole one, so the end is what two in a row end with.
    private func readRest(_ pod: Pod, _ build: Build, _ seen: inout Int, _ output: inout KanikoOutput, _ lines: LineWriter) async throws {
        var end: LogEnd?
        for _ in 0..<5 {
            guard let next = try await read(pod, follow: false, build, &seen, &output, lines) else {
                try await Task.sleep(for: .milliseconds(500))
                continue
            }
            if next.isGone || next == end { break }
            end = next
        }
        if let last = end?.unterminated { try await tell(last, build, &output, lines) }
    }

    private struct LogEnd: Equatable {
        var number = 0
        var unterminated: PodLogLine?
        /// No such container yet, or not any more.
        var isGone = false
    }

    /// To the end of the log, or of the connection: only who looks at the Pod knows which. Lines that were seen are passed over, and what has
    /// no line feed is none yet. Nil when the cluster did not answer.
    private func read(
        _ pod: Pod, follow: Bool, _ build: Build, _ seen: inout Int, _ output: inout KanikoOutput, _ lines: LineWriter
    ) async throws -> LogEnd? {
        do {
            let options = PodLogOptions(container: KanikoNames.executor, follow: follow)
            let log = try await client.log(of: pod.metadata.name, in: pod.metadata.namespace ?? "", options)
            var end = LogEnd()
            for try await batch in log {
                for line in batch {
                    guard !line.isUnterminated else {
                        end.unterminated = line
                        continue
                    }
                    end.number += 1
                    guard end.number > seen else { continue }
                    seen = end.number
                    try await tell(line, build, &output, lines)
                }
            }
            return end
        } catch let error as KubernetesError {
            if error.isCancelled { throw CancellationError() }
            return error.status == 400 || error.isNotFound ? LogEnd(isGone: true) : nil
        }
    }

    private func tell(_ line: PodLogLine, _ build: Build, _ output: inout KanikoOutput, _ lines: LineWriter) async throws {
        let before = output.progress
        if let shown = output.read(line.text) { await lines.write(shown, isOutput: output.isPrinted, at: line.time) }
        if output.progress != before { try await store.progress(build, done: output.progress.done, total: output.progress.total) }
    }
}

extension KanikoOutput {
    /// Why the executor ended as it did, by its own words.
    func failure(of build: Build, _ tail: [String]) -> BuildFailure {
        let said = complaint.isEmpty ? tail.last ?? "it did not say why" : complaint
        let details = tail.joined(separator: "\n")
        let isPush = ["pushing image", "push permission", "failed to push"].contains { said.contains($0) }
        if isPush { return BuildFailure(.pushFailed, "The image can't be stored in the registry.", details: said, cause: said) }
        if BuildOutput.exitCode(said) == 137 {
            return BuildFailure(.outOfMemory, "The build was killed; it needs more memory than a build is given.", details: details, cause: said)
        }
        // What steps print, without the executor's last sentence.
        let printed = tail.filter { $0 != said }
        return BuildOutput.failure(said, at: progress, commands: build.commands, tail: printed)
    }
}
