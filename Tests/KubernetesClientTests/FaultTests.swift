import ClusterStandIn
import Core
import Foundation
import HTTPClient
import Kubernetes
import KubernetesClient
import Testing
import TestSupport

/// What goes wrong between a client and its server.
@Suite struct FaultTests {
    @Test func `a server that asks for patience gets it`() async throws {
        try await withCluster { cluster, client async throws in
            cluster.fail(RequestMatch("PATCH"), .refuse(429, reason: "TooManyRequests", retryAfter: 1), times: 2)
            let applied = try await client.apply(configMap("web"))
            #expect(applied.isCreated && cluster.requests.count == 3)
            // Not beyond the caller's deadline.
            cluster.fail(RequestMatch("PATCH"), .refuse(429, reason: "TooManyRequests", retryAfter: 30))
            let error = await failure { () async throws(KubernetesError) in try await client.apply(configMap("web"), deadline: .seconds(2)) }
            #expect(error?.isOverloaded == true && error?.retryAfter == .seconds(30))
        }
    }

    @Test func `a failing server's words are kept, and nothing is tried behind the caller's back`() async throws {
        try await withCluster { cluster, client async throws in
            cluster.fail(RequestMatch("PATCH"), .refuse(500, reason: "InternalError", message: "etcdserver: request timed out"))
            let error = await failure { () async throws(KubernetesError) in try await client.apply(configMap("web")) }
            #expect(error == KubernetesError(status: 500, reason: "InternalError", message: "etcdserver: request timed out"))
            #expect(cluster.requests.count == 1)
        }
    }

    @Test func `a call that hangs ends at its deadline`() async throws {
        try await withCluster { cluster, client async throws in
            cluster.fail(RequestMatch("GET"), .hang)
            let error = await failure { () async throws(KubernetesError) in try await client.get(ConfigMap.self, "web", in: "demo", deadline: .milliseconds(300)) }
            #expect(error?.isUnanswered == true && error?.transport == .timedOut)
        }
    }

    @Test func `a cancelled call ends at once`() async throws {
        try await withCluster { cluster, client async throws in
            cluster.fail(RequestMatch("GET"), .hang)
            let call = Task { await failure { () async throws(KubernetesError) in try await client.get(ConfigMap.self, "web", in: "demo") } }
            try await eventually("the call is under way") { cluster.requests.count == 1 }
            call.cancel()
            #expect(await call.value?.isCancelled == true)
        }
    }

    @Test func `what is not JSON, or only half of it, is an answer that cannot be understood`() async throws {
        try await withCluster { cluster, client async throws in
            _ = try await client.apply(configMap("web"))
            cluster.fail(RequestMatch("GET"), .garble("<html>"))
            let error1 = await failure { () async throws(KubernetesError) in try await client.get(ConfigMap.self, "web", in: "demo") }
            #expect(error1?.transport == .protocol)
            cluster.fail(RequestMatch("GET"), .cut(after: 40))
            let error2 = await failure { () async throws(KubernetesError) in try await client.get(ConfigMap.self, "web", in: "demo") }
            #expect(error2?.isUnanswered == true)
        }
    }

    @Test func `a lost answer is an error, though it was done; an apply may be sent again`() async throws {
        try await withCluster { cluster, client async throws in
            cluster.fail(RequestMatch("PATCH"), .loseAnswer, times: 3)
            let error3 = await failure { () async throws(KubernetesError) in try await client.apply(configMap("web")) }
            #expect(error3?.isUnanswered == true)
            cluster.mend()
            let again = try await client.apply(configMap("web"))
            #expect(!again.isCreated)
        }
    }

    @Test func `a refusal in plain text is a sentence too`() async throws {
        try await withCluster { cluster, client async throws in
            cluster.stop()
            let error = await failure { () async throws(KubernetesError) in try await client.get(ConfigMap.self, "web", in: "demo") }
            #expect(error?.isUnanswered == true && error?.transport == .couldNotConnect)
            #expect(error?.fault.code == .unavailable)
        }
    }

    @Test func `a token that rotates is read again, at once when the old one is refused`() async throws {
        let path = NSTemporaryDirectory() + "token-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "first\n".write(toFile: path, atomically: true, encoding: .utf8)
        try await withCluster(token: .file(path)) { cluster, client async throws in
            cluster.accept(tokens: ["first"])
            #expect(try await client.apply(configMap("web")).isCreated)
            try "second\n".write(toFile: path, atomically: true, encoding: .utf8)
            cluster.accept(tokens: ["second"])
            cluster.forgetRequests()
            #expect(try await client.get(ConfigMap.self, "web", in: "demo") != nil)
            #expect(cluster.requests.count == 2)
            // Refused with what the file says: no third try.
            cluster.accept(tokens: ["third"])
            cluster.forgetRequests()
            let error4 = await failure { () async throws(KubernetesError) in try await client.get(ConfigMap.self, "web", in: "demo") }
            #expect(error4?.isUnauthorized == true)
            #expect(cluster.requests.count == 1)
        }
    }
}
