import Core
import Messages
import Messaging
import Sealing

/// Where the variables of builds come from: the app service, sealed to this one, asked for anew by each attempt and kept by none.
struct VariableSource: Sendable {
    let rpc: RPCClient
    let key: EnvelopePrivateKey

    /// What a build with this config sees, without values. An app's newest where it is 0.
    func described(_ app: String, config: Int) async throws(Fault) -> Proto.BuildVariables {
        try await rpc.call(
            AppInternalRPC.getBuildVariables, Proto.GetConfigRequest(appID: app, number: UInt32(config)), .new(deadline: .seconds(5)))
    }

    /// Waits for an app service that is away for a moment, as long as the attempt may take.
    func variables(of build: Build) async throws -> BuildVariables {
        guard !build.request.fingerprint.isEmpty else { return .none }
        var backoff = Backoff(first: .milliseconds(200), most: .seconds(3))
        while true {
            let told: Proto.BuildVariables
            do {
                told = try await described(build.app.description, config: build.request.config)
            } catch {
                guard error.code.isRetryable else { throw error }
                try await Task.sleep(for: max(.milliseconds(100), backoff.next()))
                continue
            }
            return try opened(told, for: build)
        }
    }

    /// A config never changes, so these are those that the build was asked for with.
    private func opened(_ told: Proto.BuildVariables, for build: Build) throws -> BuildVariables {
        let plain = try key.open(told.sealedValues, purpose: "app.build-variables/\(build.app)/\(told.number)")
        guard let members = try JSONValue(parsing: plain).object else { throw Fault.internal("variables that are no object") }
        return BuildVariables(members.compactMapValues(\.string).mapValues { Secret($0) })
    }
}
