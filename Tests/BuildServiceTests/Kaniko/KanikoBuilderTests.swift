import ClusterStandIn
import ContainerEngine
import Core
import Crypto
import Foundation
import HTTPClient
import Kubernetes
import Postgres
import TestSupport
import Testing

@testable import BuildService

@Suite(.enabled(if: RegistryProcess.isHere)) struct KanikoBuilderTests {
    private func failure(_ state: JSONValue, _ lines: [String] = []) async throws -> BuildFailure? {
        nonisolated(unsafe) var failure: BuildFailure?
        try await KanikoFixture.with { fixture in
            let build = try await fixture.claimed()
            let source = try fixture.source()
            let making = Task { try await fixture.builder.make(build, of: source, seeing: .none, fixture.lines(build)) }
            try await eventually("the Job may begin") { fixture.job(build)?["spec"]?["suspend"]?.bool == false }
            for line in lines { fixture.say(line, build) }
            fixture.endLog(build)
            fixture.pod(of: build, state)
            do {
                _ = try await making.value
            } catch let error as BuildFailure {
                failure = error
            }
        }
        return failure
    }

    /// An image in the registry, as an executor would have pushed it.
    private func push(_ fixture: KanikoFixture, _ build: Build) async throws -> String {
        let repository = "acme/slipway/\(build.project)/\(build.app)"
        let configuration = (["config": ["ExposedPorts": ["3000/tcp": [:]], "User": "1000"]] as JSONValue).encodedBytes()
        let digest = "sha256:" + Hex.encode(Array(SHA256.hash(data: configuration)))
        try await fixture.builder.blobs.upload(configuration, digest: digest, to: repository)
        let manifest: JSONValue = [
            "schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
            "config": ["mediaType": "application/vnd.docker.container.image.v1+json", "size": .int(Int64(configuration.count)), "digest": .string(digest)],
            "layers": [],
        ]
        try await fixture.builder.blobs.putManifest(
            manifest.encodedBytes(), type: "application/vnd.docker.distribution.manifest.v2+json", to: repository, tag: build.id.description)
        return "sha256:" + Hex.encode(Array(SHA256.hash(data: manifest.encodedBytes())))
    }

    @Test(.timeLimit(.minutes(1))) func `variables are there before the Pod is, and are told by nobody`() async throws {
        try await KanikoFixture.with { fixture in
            var build = try await fixture.claimed()
            (build.request.variables, build.request.fingerprint) = (["TOKEN"], "f")
            let (asked, source, lines) = (build, try fixture.source(), fixture.lines(build))
            let variables = BuildVariables(["TOKEN": Core.Secret("hush-hush-token")])
            await lines.hide(variables)
            let making = Task { try await fixture.builder.make(asked, of: source, seeing: variables, lines) }
            try await eventually("the Job may begin") { fixture.job(asked)?["spec"]?["suspend"]?.bool == false }
            let namespace = fixture.builder.rendering.namespace(of: build)
            let secret = try #require(fixture.cluster.object("secrets", KanikoNames.variables(asked), in: namespace))
            #expect(secret["data"]?["TOKEN"]?.string == Data("hush-hush-token".utf8).base64EncodedString())
            #expect(secret["metadata"]?["ownerReferences"]?.array?.first?["name"]?.string == KanikoNames.job(build))
            fixture.say("the token is hush-hush-token", build)
            fixture.say(#"{"level":"fatal","msg":"error building: no such token hush-hush-token: exit status 3","time":"2026-11-21T20:16:08Z"}"#, build)
            fixture.endLog(build)
            fixture.pod(of: build, KanikoFixture.ended(1))
            var told: BuildFailure?
            do { _ = try await making.value } catch let failure as BuildFailure { told = await lines.masked(failure) }
            let failure = try #require(told)
            #expect(failure.message.contains("•••") || failure.details.contains("•••"))
            #expect(!"\(failure) \(await lines.lastLines)".contains("hush"), "\(failure)")
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a Job makes the image, and what it said last is the digest`() async throws {
        try await KanikoFixture.with { fixture in
            let build = try await fixture.claimed()
            let (source, lines) = (try fixture.source(), fixture.lines(build))
            let making = Task { try await fixture.builder.make(build, of: source, seeing: .none, lines) }
            try await eventually("the Job may begin") { fixture.job(build)?["spec"]?["suspend"]?.bool == false }
            let digest = try await push(fixture, build)
            let stored = try await fixture.store.get(build.id)
            #expect(stored.job.hasSuffix("/build-\(build.id)-1") && stored.stepsTotal == 2)
            #expect(try await fixture.gate.pushes() == 1)
            fixture.say(#"{"level":"info","msg":"RUN make all","time":"2026-11-21T20:16:08Z"}"#, build)
            fixture.say("compiling", build)
            fixture.pod(of: build, KanikoFixture.running)
            try await eventually("the first lines are told") { await lines.lastLines.count == 2 }
            fixture.endLog(build)
            fixture.pod(of: build, KanikoFixture.ended(0, "Completed", digest))
            let made = try await making.value
            #expect(made.digest == digest && made.build.status == .pushing)
            #expect(made.build.exposedPort == 3000 && made.build.imageUser == "1000")
            #expect(await lines.lastLines == ["STEP 1/2: RUN make all", "compiling"])
            // The source is an artifact of the registry until the build has ended.
            let repository = KanikoNames.sourceRepository(build, in: fixture.builder.registry.place)
            #expect(try await fixture.builder.blobs.exists(repository, "attempt-1"))
            _ = try await fixture.store.advance(made.build, to: .succeeded, from: [.pushing])
            try await fixture.builder.leftovers.pass()
            #expect(try await !fixture.builder.blobs.exists(repository, "attempt-1"))
            #expect(fixture.job(build)?["metadata"]?["deletionTimestamp"] != nil || fixture.job(build) == nil)
            #expect(try await fixture.gate.hasGarbage())
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [true, false]) func `lines are told once and whole, though answers break off`(isTerminated: Bool) async throws {
        try await KanikoFixture.with { fixture in
            let build = try await fixture.claimed()
            let (source, lines) = (try fixture.source(), fixture.lines(build))
            let making = Task { try await fixture.builder.make(build, of: source, seeing: .none, lines) }
            try await eventually("the Job may begin") { fixture.job(build)?["spec"]?["suspend"]?.bool == false }
            let said = (0..<9).map { "step \($0)" }
            // Each is 38 bytes long: its time, a space, six letters and a line feed.
            for count in [2 * 38 + 34, 4 * 38 + 37] { fixture.cluster.fail(RequestMatch(path: "/log", flag: "follow"), .endLog(after: count)) }
            for line in said.dropLast() { fixture.say(line, build) }
            fixture.pod(of: build, KanikoFixture.running)
            try await eventually("the lines are told") { await lines.lastLines == said.dropLast() }
            fixture.cluster.fail(RequestMatch(path: "/log"), .endLog(after: 8 * 38 + 35))
            fixture.pod(of: build, KanikoFixture.ended(1))
            fixture.say(said[8], build, isTerminated: isTerminated)
            fixture.endLog(build)
            await #expect(throws: BuildFailure.self) { _ = try await making.value }
            #expect(await lines.lastLines == said)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `another worker goes on with the same Job, from its first line`() async throws {
        try await KanikoFixture.with { fixture in
            let build = try await fixture.claimed()
            let source = try fixture.source()
            let first = Task { try await fixture.builder.make(build, of: source, seeing: .none, fixture.lines(build)) }
            try await eventually("the Job may begin") { fixture.job(build)?["spec"]?["suspend"]?.bool == false }
            let uid = fixture.job(build)?["metadata"]?["uid"]
            fixture.pod(of: build, KanikoFixture.running)
            fixture.say("the first line", build)
            // Dead without a word: its lease runs out, and another claims.
            first.cancel()
            _ = await first.result
            try await fixture.pool.execute("ending leases", "UPDATE builds SET lease_until = now() - interval '1 s'")
            let again = try #require(try await fixture.store.claim(owner: "b"))
            #expect(again.attempt == 1 && again.status == .building && again.isResumed)
            let lines = fixture.lines(again)
            let second = Task { try await fixture.builder.resume(again, seeing: .none, lines) }
            fixture.say("the second line", again)
            try await eventually("both lines are told") { await lines.lastLines == ["the first line", "the second line"] }
            let digest = try await push(fixture, again)
            fixture.endLog(again)
            fixture.pod(of: again, KanikoFixture.ended(0, "Completed", digest))
            #expect(try await second.value?.digest == digest)
            #expect(fixture.job(again)?["metadata"]?["uid"] == uid)
            #expect(fixture.cluster.objects("jobs").count == 1)
            // Whoever was declared dead writes nothing.
            #expect(try await fixture.store.advance(build, to: .pushing, from: [.building, .pushing]) == nil)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a Job without its Pod yet gets one from whoever comes next`() async throws {
        try await KanikoFixture.with { fixture in
            let build = try await fixture.claimed()
            let source = try fixture.source()
            // It dies between the Job and its secrets.
            fixture.cluster.fail(.init("PATCH", path: "/secrets/"), .refuse(403, reason: "Forbidden"), times: 1)
            await #expect(throws: BuildFailure.self) { try await fixture.builder.make(build, of: source, seeing: .none, fixture.lines(build)) }
            #expect(fixture.job(build)?["spec"]?["suspend"]?.bool == true)
            let again = try await fixture.store.get(build.id)
            let second = Task { try await fixture.builder.resume(again, seeing: .none, fixture.lines(again)) }
            try await eventually("the Job may begin") { fixture.job(build)?["spec"]?["suspend"]?.bool == false }
            #expect(fixture.cluster.objects("secrets").count == 1)
            second.cancel()
            _ = await second.result
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a cancelled build is over when its Pod is gone`() async throws {
        try await KanikoFixture.with { fixture in
            let build = try await fixture.claimed()
            let source = try fixture.source()
            let making = Task { try await fixture.builder.make(build, of: source, seeing: .none, fixture.lines(build)) }
            try await eventually("the Job may begin") { fixture.job(build)?["spec"]?["suspend"]?.bool == false }
            fixture.pod(of: build, KanikoFixture.running)
            let cancelled = try await fixture.store.cancel(build.id)
            making.cancel()
            await #expect(throws: Fault.self) { try await fixture.builder.end(cancelled, deadline: .after(.milliseconds(300))) }
            let namespace = fixture.builder.rendering.namespace(of: build)
            fixture.cluster.remove("pods", KanikoNames.job(build) + "-x", in: namespace)
            fixture.cluster.remove("jobs", KanikoNames.job(build), in: namespace)
            try await fixture.builder.end(cancelled, deadline: .after(.seconds(5)))
            let deletion = fixture.cluster.requests.last { $0.method == "DELETE" && $0.path.contains("/jobs/") }
            #expect(deletion?.body?["propagationPolicy"]?.string == "Foreground")
        }
    }

    @Test(.timeLimit(.minutes(1))) func `Jobs of attempts that are over go, and those on their way stay`() async throws {
        try await KanikoFixture.with { fixture in
            let build = try await fixture.claimed()
            let source = try fixture.source()
            let making = Task { try await fixture.builder.make(build, of: source, seeing: .none, fixture.lines(build)) }
            try await eventually("the Job may begin") { fixture.job(build)?["spec"]?["suspend"]?.bool == false }
            try await fixture.builder.leftovers.pass()
            #expect(fixture.job(build) != nil)
            making.cancel()
            _ = await making.result
            try await fixture.store.tryAgain(fixture.store.get(build.id))
            try await fixture.builder.leftovers.pass()
            #expect(fixture.job(build)?["metadata"]?["deletionTimestamp"] != nil || fixture.job(build) == nil)
            let again = try await fixture.store.get(build.id)
            #expect(again.attempt == 2 && again.status == .queued && again.job.isEmpty && again.crashes == 1)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a namespace goes with the last build of its project`() async throws {
        try await KanikoFixture.with { fixture in
            let build = try await fixture.claimed()
            let source = try fixture.source()
            let making = Task { try await fixture.builder.make(build, of: source, seeing: .none, fixture.lines(build)) }
            try await eventually("the Job may begin") { fixture.job(build)?["spec"]?["suspend"]?.bool == false }
            making.cancel()
            _ = await making.result
            let namespace = fixture.builder.rendering.namespace(of: build)
            try await fixture.builder.leftovers.pass()
            #expect(fixture.cluster.object("namespaces", namespace) != nil)
            try await fixture.pool.execute("forgetting builds", "DELETE FROM builds")
            try await fixture.pool.execute("ageing", "UPDATE build_namespaces SET created_at = now() - interval '1 h'")
            try await fixture.builder.leftovers.pass()
            fixture.cluster.remove("namespaces", namespace)
            try await fixture.builder.leftovers.pass()
            #expect(try await fixture.store.buildNamespaces().isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(2))) func `what goes wrong has a name`() async throws {
        let exited = try await failure(
            KanikoFixture.ended(1),
            [
                #"{"level":"info","msg":"RUN make all","time":"2026-11-21T20:16:08Z"}"#, "make: no rule",
                "error building image: error building stage: failed to execute command: waiting for process to exit: exit status 2",
            ])
        #expect(exited?.reason == .buildFailed)
        #expect(exited?.message == "The build command `make all` exited with 2; its last lines: make: no rule")
        let pushed = try await failure(KanikoFixture.ended(1), ["error pushing image: failed to push to destination x: 503"])
        #expect(pushed?.reason == .pushFailed)
        let killed = try await failure(KanikoFixture.ended(137, "OOMKilled"), ["linking"])
        #expect(killed?.reason == .outOfMemory && killed?.details == "linking")
        let unpullable = try await failure([
            "phase": "Pending", "startTime": "2026-11-21T20:16:08Z",
            "containerStatuses": [["name": "executor", "image": "executor:1", "state": ["waiting": ["reason": "ImagePullBackOff", "message": "not found"]]]],
        ])
        #expect(unpullable?.reason == .imagePullFailed && unpullable?.message.contains("executor:1") == true)
        let unplaced = try await failure([
            "phase": "Pending",
            "conditions": [["type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "0/1 nodes", "lastTransitionTime": "2020-01-01T00:00:00Z"]],
        ])
        #expect(unplaced?.reason == .unschedulable)
        let late = try await failure(["phase": "Failed", "reason": "DeadlineExceeded"])
        #expect(late?.reason == .buildTimeout)
    }

    @Test(.timeLimit(.minutes(1))) func `a refusal of the cluster is the end, an outage is not`() async throws {
        try await KanikoFixture.with { fixture in
            let build = try await fixture.claimed()
            let source = try fixture.source()
            fixture.cluster.fail(.init("POST", path: "/jobs"), .refuse(403, reason: "Forbidden", message: "violates PodSecurity \"baseline\""))
            await #expect {
                try await fixture.builder.make(build, of: source, seeing: .none, fixture.lines(build))
            } throws: { ($0 as? BuildFailure)?.reason == .policyRefused }
            fixture.cluster.fail(.init("POST", path: "/jobs"), .refuse(503, reason: "ServiceUnavailable"), times: 2)
            fixture.cluster.fail(.init("GET", path: "/jobs/"), .close, times: 2)
            let making = Task { try await fixture.builder.make(build, of: source, seeing: .none, fixture.lines(build)) }
            try await eventually("the Job may begin", within: .seconds(30)) { fixture.job(build)?["spec"]?["suspend"]?.bool == false }
            fixture.cluster.set([
                "apiVersion": "v1", "kind": "Event", "metadata": ["name": "e1", "namespace": .string(fixture.builder.rendering.namespace(of: build))],
                "involvedObject": ["uid": fixture.job(build)?["metadata"]?["uid"] ?? .null], "reason": "FailedCreate",
                "message": "Error creating: pods \"x\" is forbidden: exceeded quota: build",
            ])
            await #expect { try await making.value } throws: { ($0 as? BuildFailure)?.reason == .quotaExceeded }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `what is left of an attempt goes without the one after it`() async throws {
        try await KanikoFixture.with { fixture in
            let build = try await fixture.claimed()
            let source = try fixture.source()
            let making = Task { try await fixture.builder.make(build, of: source, seeing: .none, fixture.lines(build)) }
            try await eventually("the Job may begin") { fixture.job(build)?["spec"]?["suspend"]?.bool == false }
            fixture.pod(of: build, [
                "phase": "Running", "containerStatuses": [["name": "executor", "state": ["running": [:]]]],
                "conditions": [["type": "DisruptionTarget", "status": "True", "reason": "PreemptionByScheduler", "message": "preempting"]],
            ])
            await #expect(throws: AttemptLost.self) { try await making.value }
            try await fixture.store.tryAgain(build)
            let claimed = try #require(try await fixture.store.claim(owner: "b"))
            #expect(claimed.attempt == 2 && claimed.crashes == 1)
            var next = claimed
            for status in [BuildStatus.planning, .building] { next = try #require(try await fixture.store.advance(next, to: status, from: [next.status])) }
            let again = next
            let second = Task { try await fixture.builder.make(again, of: source, seeing: .none, fixture.lines(again)) }
            try await eventually("the next Job is there") { fixture.job(again) != nil }
            // The stand-in has no controller that would take a Pod with its Job.
            fixture.cluster.remove("pods", KanikoNames.job(build) + "-x", in: fixture.builder.rendering.namespace(of: build))
            fixture.cluster.remove("jobs", KanikoNames.job(build), in: fixture.builder.rendering.namespace(of: build))
            try await fixture.builder.end(build, deadline: .after(.seconds(5)))
            #expect(fixture.job(again)?["metadata"]?["deletionTimestamp"] == nil && fixture.job(again) != nil)
            second.cancel()
            _ = await second.result
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a Job that somebody deletes, and a Pod that has to go, are tried again`() async throws {
        try await KanikoFixture.with { fixture in
            let build = try await fixture.claimed()
            let source = try fixture.source()
            let making = Task { try await fixture.builder.make(build, of: source, seeing: .none, fixture.lines(build)) }
            try await eventually("the Job may begin") { fixture.job(build)?["spec"]?["suspend"]?.bool == false }
            fixture.cluster.remove("jobs", KanikoNames.job(build), in: fixture.builder.rendering.namespace(of: build))
            await #expect(throws: AttemptLost.self) { try await making.value }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `no push begins while the registry is swept, and a Job is waited for`() async throws {
        try await KanikoFixture.with { fixture in
            try await fixture.pool.execute("closing", "UPDATE registry_gate SET closed_until = now() + interval '1 h'")
            let build = try await fixture.claimed()
            let source = try fixture.source()
            let making = Task { try await fixture.builder.make(build, of: source, seeing: .none, fixture.lines(build)) }
            try await Task.sleep(for: .milliseconds(700))
            #expect(fixture.cluster.objects("jobs").isEmpty)
            try await fixture.pool.execute("opening", "UPDATE registry_gate SET closed_until = NULL")
            try await eventually("the Job is there") { fixture.job(build) != nil }
            #expect(try await fixture.gate.pushes() == 1)
            making.cancel()
            _ = await making.result
        }
    }
}
