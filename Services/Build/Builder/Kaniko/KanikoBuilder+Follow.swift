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
                if let pod { _ = try await read(pod, build, &seen, &output, lines) }
                try await Task.sleep(for: .milliseconds(200))
            case .succeeded, .exited, .failed, .lost:
                // The rest, should the connection have ended before the log did.
                for _ in 0..<5 {
                    guard let pod, try await !read(pod, build, &seen, &output, lines) else { break }
                    try await Task.sleep(for: .milliseconds(500))
                }
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

    /// To the end of the log, or of the connection: only who looks at the Pod knows which. Lines that were seen are passed over.
    /// False when the cluster did not answer.
    private func read(_ pod: Pod, _ build: Build, _ seen: inout Int, _ output: inout KanikoOutput, _ lines: LineWriter) async throws -> Bool {
        do {
            let options = PodLogOptions(container: KanikoNames.executor, follow: true)
            let log = try await client.log(of: pod.metadata.name, in: pod.metadata.namespace ?? "", options)
            var number = 0
            for try await batch in log {
                for line in batch {
                    number += 1
                    guard number > seen else { continue }
                    seen = number
                    let before = output.progress
                    if let shown = output.read(line.text) { await lines.write(shown, isOutput: output.isPrinted, at: line.time) }
                    if output.progress != before { try await store.progress(build, done: output.progress.done, total: output.progress.total) }
                }
            }
            return true
        } catch let error as KubernetesError {
            if error.isCancelled { throw CancellationError() }
            // No such container yet, or not any more.
            return error.status == 400 || error.isNotFound
        }
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
