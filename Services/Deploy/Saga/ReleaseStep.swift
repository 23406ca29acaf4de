import ContainerEngine
import Core
import Foundation
import Messages
import Messaging

/// Digest + config, sealed: from here on nobody can change what this deployment runs.
struct ReleaseStep: Sendable {
    let store: DeployStore
    let rpc: RPCClient
    let runtime: any Runtime
    let opener: ReleaseOpener
    /// Where built images are, each below its project's id. An app may name those of its own project, no other's; what lies
    /// there under other names is everybody's, if the registry is: what is pulled with our login alone is not for who has none.
    let registry: RegistryPlace
    let isRegistryClosed: Bool

    /// What is run, before it is known how.
    private struct Subject {
        var image: String
        var exposedPort: Int
        var procfileCommand: String
        var user: String
        var commit: String?
        var commitMessage: String
        var branch: String
        var build: BuildID?
    }

    func run(_ state: SagaState, _ lease: Leased<DeploymentID>) async throws -> StepOutcome {
        let deployment = state.deployment
        let subject: Subject
        if let refusal = refusal(deployment) { return .failed(refusal) }
        let config = try await config(deployment.config, of: deployment.app)
        if try await isBuiltAnew(state, config, lease) { return .wait(.zero, "") }
        do {
            subject = try await self.subject(state)
        } catch LaunchError.image(let said) {
            return .failed(.imagePull(deployment.desired.app?.build?.image ?? "", said))
        }
        guard let number = try await store.releaseNumber(lease) else { return .written }
        var variables: [SealedValue] = []
        for variable in config.variables {
            let value = try opener.reseal(variable.value, variable.key, app: deployment.app, release: number)
            variables.append(SealedValue(key: variable.key, isSecret: variable.secret, value: value))
        }
        let run = RunSettings(
            config.run, exposedPort: subject.exposedPort, procfileCommand: subject.procfileCommand, imageUser: subject.user)
        let release = Release(
            app: deployment.app, number: number, image: subject.image, config: deployment.config, commit: subject.commit,
            branch: subject.branch, commitMessage: subject.commitMessage, build: subject.build, run: run, variables: variables,
            createdAt: .now())
        _ = try await store.keep(
            release, lease, detail: "#\(number) = \(Self.short(subject.image)) + config \(deployment.config)",
            input: ContentHash.of(subject.image, String(deployment.config)))
        return .written
    }

    private func config(_ number: Int, of app: AppID) async throws -> Proto.Config {
        try await rpc.call(AppInternalRPC.getConfig, Proto.GetConfigRequest(appID: app.description, number: UInt32(number)), .new())
    }

    /// The live image does not do where builds see other variables than the one that made it did: then its commit is built again,
    /// and this deployment comes back here with that.
    private func isBuiltAnew(_ state: SagaState, _ config: Proto.Config, _ lease: Leased<DeploymentID>) async throws -> Bool {
        guard state.deployment.trigger == .config, state.ledger.first(where: { $0.step == .build })?.state == .skipped else { return false }
        let (live, release) = try await live(state)
        guard release.build != nil, let commit = release.commit,
            try await self.config(release.config, of: release.app).buildFingerprint != config.buildFingerprint
        else { return false }
        try await store.buildAgain(lease, commit: commit, branch: release.branch, as: live.desired)
        return true
    }

    /// `sha256:92901a…`, as people tell images apart.
    private static func short(_ image: String) -> String {
        guard let digest = image.range(of: "sha256:") else { return image }
        return "sha256:\(image[digest.upperBound...].prefix(12))"
    }

    /// From the build; from what is live, for new variables; or from the image that the app names.
    private func subject(_ state: SagaState) async throws -> Subject {
        let deployment = state.deployment
        if state.ledger.first(where: { $0.step == .build })?.state == .skipped {
            return deployment.trigger == .config ? try await liveSubject(state) : try await namedSubject(deployment)
        }
        guard let id = deployment.build else { throw Fault.internal("a release without a build") }
        let build = try await rpc.call(BuildInternalRPC.getBuild, Proto.GetBuildRequest(buildID: id.description), .new())
        guard build.status == "succeeded", !build.image.isEmpty else { throw Fault.unavailable("The build has no image yet.") }
        return Subject(
            image: build.image, exposedPort: Int(build.exposedPort), procfileCommand: build.procfileCommand, user: build.imageUser,
            commit: deployment.commit, commitMessage: deployment.commitMessage, branch: deployment.branch, build: id)
    }

    private func refusal(_ deployment: Deployment) -> DeploymentFailure? {
        guard let build = deployment.desired.app?.build, build.method == "image" else { return nil }
        guard let name = ImageReference(build.image).name(in: registry) else { return nil }
        let folder = String(name.prefix { $0 != "/" })
        if let owner = ProjectID(folder) {
            guard owner != deployment.project else { return nil }
            return DeploymentFailure(reason: .policyRefused, message: "The image \(build.image) belongs to another project.")
        }
        guard isRegistryClosed, folder != "slipway" else { return nil }
        return DeploymentFailure(
            reason: .policyRefused, message: "The image \(build.image) lies in Slipway's own registry, of which an app may only run what its project has built.")
    }

    private func live(_ state: SagaState) async throws -> (Deployment, Release) {
        guard let current = state.app.current, let live = try await store.deployment(current),
            let release = try await store.release(live.release, of: live.app)
        else { throw Fault.wrongState("Nothing is live any more that could take the new variables.") }
        return (live, release)
    }

    private func liveSubject(_ state: SagaState) async throws -> Subject {
        let (_, release) = try await live(state)
        return Subject(
            image: release.image, exposedPort: release.run.exposedPort, procfileCommand: release.run.procfileCommand,
            user: release.run.imageUser, commit: release.commit, commitMessage: release.commitMessage, branch: release.branch,
            build: release.build)
    }

    private func namedSubject(_ deployment: Deployment) async throws -> Subject {
        let image = try await runtime.resolve(image: deployment.desired.app?.build?.image ?? "")
        return Subject(
            image: image.reference, exposedPort: image.exposedPort, procfileCommand: "", user: image.user, commit: nil, commitMessage: "",
            branch: "", build: nil)
    }
}
