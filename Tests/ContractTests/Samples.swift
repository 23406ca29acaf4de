// Written by Proto/generate from Proto/*.proto; do not edit.

import Messages
import Wire

/// Every message there is.
let everyMessage: [any SampledMessage.Type] = [
    Proto.StringValue.self,
    Proto.Int64Value.self,
    Proto.BoolValue.self,
    Proto.Empty.self,
    Proto.Fault.self,
    Proto.FieldError.self,
    Proto.Reply.self,
    Proto.Change.self,
    Proto.ChangesRequest.self,
    Proto.ChangesReply.self,
    Proto.DeleteAppRequest.self,
    Proto.DeletionReply.self,
    Proto.StorageReply.self,
    Proto.TableSize.self,
    Proto.LocateRequest.self,
    Proto.Location.self,
    Proto.DiagnoseRequest.self,
    Proto.Check.self,
    Proto.Diagnosis.self,
    Proto.SourceSettings.self,
    Proto.BuildSettings.self,
    Proto.RunSettings.self,
    Proto.DeploymentSummary.self,
    Proto.Autoscaling.self,
    Proto.App.self,
    Proto.CreateAppRequest.self,
    Proto.GetAppRequest.self,
    Proto.ListAppsRequest.self,
    Proto.AppList.self,
    Proto.UpdateAppRequest.self,
    Proto.DeleteProjectAppsRequest.self,
    Proto.Variable.self,
    Proto.ListVariablesRequest.self,
    Proto.VariableList.self,
    Proto.PatchVariablesRequest.self,
    Proto.PatchVariablesReply.self,
    Proto.SealedVariable.self,
    Proto.Config.self,
    Proto.GetConfigRequest.self,
    Proto.BuildVariables.self,
    Proto.AppDesired.self,
    Proto.SetAutoDeployRequest.self,
    Proto.Failure.self,
    Proto.Build.self,
    Proto.ResolveRequest.self,
    Proto.ResolveReply.self,
    Proto.EnsureBuildRequest.self,
    Proto.GetPlanRequest.self,
    Proto.BuildPlan.self,
    Proto.CheckPlanRequest.self,
    Proto.GetBuildRequest.self,
    Proto.ListBuildsRequest.self,
    Proto.BuildList.self,
    Proto.FollowSourceRequest.self,
    Proto.SourceMoved.self,
    Proto.CollectRequest.self,
    Proto.GetCollectionRequest.self,
    Proto.Collection.self,
    Proto.AppDisk.self,
    Proto.ImageDisk.self,
    Proto.Deployment.self,
    Proto.CreateDeploymentRequest.self,
    Proto.RequestDeploymentRequest.self,
    Proto.RequestDeploymentReply.self,
    Proto.GetDeploymentRequest.self,
    Proto.ListDeploymentsRequest.self,
    Proto.DeploymentList.self,
    Proto.RollbackRequest.self,
    Proto.TimelineItem.self,
    Proto.Timeline.self,
    Proto.SetScaleRequest.self,
    Proto.Scale.self,
    Proto.RestartRequest.self,
    Proto.InstanceUsage.self,
    Proto.Instance.self,
    Proto.ListInstancesRequest.self,
    Proto.InstanceList.self,
    Proto.Release.self,
    Proto.ListReleasesRequest.self,
    Proto.ReleaseList.self,
    Proto.AppStatus.self,
    Proto.GiveUpImagesRequest.self,
    Proto.ImageCandidate.self,
    Proto.GiveUpImagesReply.self,
    Proto.LiveEvent.self,
    Proto.Line.self,
    Proto.AppendRequest.self,
    Proto.AppendReply.self,
    Proto.ReadLinesRequest.self,
    Proto.LineList.self,
    Proto.LiveLines.self,
    Proto.DrainedRequest.self,
    Proto.DrainedReply.self,
    Proto.Project.self,
    Proto.CreateProjectRequest.self,
    Proto.GetProjectRequest.self,
    Proto.ListProjectsRequest.self,
    Proto.ProjectList.self,
    Proto.UpdateProjectRequest.self,
    Proto.DeleteProjectRequest.self,
    Proto.ListAllProjectsRequest.self,
    Proto.MembershipRequest.self,
    Proto.Membership.self,
    Proto.Account.self,
    Proto.SignUpRequest.self,
    Proto.LogInRequest.self,
    Proto.Session.self,
    Proto.LogInReply.self,
    Proto.RefreshRequest.self,
    Proto.LogOutRequest.self,
    Proto.GetAccountRequest.self,
    Proto.ListSessionsRequest.self,
    Proto.SessionList.self,
    Proto.RevokeSessionRequest.self,
    Proto.Token.self,
    Proto.CreateTokenRequest.self,
    Proto.ListTokensRequest.self,
    Proto.TokenList.self,
    Proto.DeleteTokenRequest.self,
    Proto.ListOperatorsRequest.self,
    Proto.OperatorList.self,
    Proto.SetOperatorRequest.self,
    Proto.AuthenticateRequest.self,
    Proto.Identity.self,
]

extension Proto.StringValue: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.StringValue {
        Proto.StringValue(
            value: .sample(&random))
    }
}

extension Proto.Int64Value: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Int64Value {
        Proto.Int64Value(
            value: .sample(&random))
    }
}

extension Proto.BoolValue: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.BoolValue {
        Proto.BoolValue(
            value: .sample(&random))
    }
}

extension Proto.Empty: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Empty {
        Proto.Empty()
    }
}

extension Proto.Fault: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Fault {
        Proto.Fault(
            code: .sample(&random),
            message: .sample(&random),
            fields: .sample(&random),
            reason: .sample(&random),
            retryAfterMs: .sample(&random))
    }
}

extension Proto.FieldError: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.FieldError {
        Proto.FieldError(
            field: .sample(&random),
            message: .sample(&random))
    }
}

extension Proto.Reply: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Reply {
        Proto.Reply(
            result: .sample(&random))
    }
}

extension Proto.Change: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Change {
        Proto.Change(
            xid: .sample(&random),
            id: .sample(&random),
            at: .sample(&random),
            entity: .sample(&random),
            verb: .sample(&random),
            projectID: .sample(&random),
            entityID: .sample(&random),
            payload: .sample(&random))
    }
}

extension Proto.ChangesRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ChangesRequest {
        Proto.ChangesRequest(
            afterXid: .sample(&random),
            afterID: .sample(&random),
            limit: .sample(&random))
    }
}

extension Proto.ChangesReply: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ChangesReply {
        Proto.ChangesReply(
            changes: .sample(&random),
            expired: .sample(&random),
            newestXid: .sample(&random),
            newestID: .sample(&random))
    }
}

extension Proto.DeleteAppRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.DeleteAppRequest {
        Proto.DeleteAppRequest(
            projectID: .sample(&random),
            appID: .sample(&random))
    }
}

extension Proto.DeletionReply: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.DeletionReply {
        Proto.DeletionReply(
            done: .sample(&random),
            remaining: .sample(&random))
    }
}

extension Proto.StorageReply: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.StorageReply {
        Proto.StorageReply(
            bytes: .sample(&random),
            tables: .sample(&random))
    }
}

extension Proto.TableSize: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.TableSize {
        Proto.TableSize(
            name: .sample(&random),
            bytes: .sample(&random))
    }
}

extension Proto.LocateRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.LocateRequest {
        Proto.LocateRequest(
            id: .sample(&random))
    }
}

extension Proto.Location: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Location {
        Proto.Location(
            projectID: .sample(&random),
            appID: .sample(&random))
    }
}

extension Proto.DiagnoseRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.DiagnoseRequest {
        Proto.DiagnoseRequest(
            askedAt: .sample(&random))
    }
}

extension Proto.Check: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Check {
        Proto.Check(
            name: .sample(&random),
            state: .sample(&random),
            message: .sample(&random),
            advice: .sample(&random))
    }
}

extension Proto.Diagnosis: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Diagnosis {
        Proto.Diagnosis(
            service: .sample(&random),
            replica: .sample(&random),
            version: .sample(&random),
            now: .sample(&random),
            checks: .sample(&random),
            replicas: .sample(&random))
    }
}

extension Proto.SourceSettings: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.SourceSettings {
        Proto.SourceSettings(
            repository: .sample(&random),
            branch: .sample(&random),
            rootDirectory: .sample(&random),
            autoDeploy: .sample(&random))
    }
}

extension Proto.BuildSettings: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.BuildSettings {
        Proto.BuildSettings(
            method: .sample(&random),
            dockerfile: .sample(&random),
            baseImage: .sample(&random),
            command: .sample(&random),
            outputDirectory: .sample(&random),
            image: .sample(&random),
            plan: .sample(&random))
    }
}

extension Proto.RunSettings: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.RunSettings {
        Proto.RunSettings(
            port: .sample(&random),
            command: .sample(&random),
            instances: .sample(&random),
            healthPath: .sample(&random),
            cpu: .sample(&random),
            memory: .sample(&random),
            readOnly: .sample(&random))
    }
}

extension Proto.DeploymentSummary: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.DeploymentSummary {
        Proto.DeploymentSummary(
            id: .sample(&random),
            status: .sample(&random),
            number: .sample(&random))
    }
}

extension Proto.Autoscaling: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Autoscaling {
        Proto.Autoscaling(
            least: .sample(&random),
            most: .sample(&random),
            cpuPercent: .sample(&random))
    }
}

extension Proto.App: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.App {
        Proto.App(
            id: .sample(&random),
            projectID: .sample(&random),
            projectName: .sample(&random),
            name: .sample(&random),
            source: .sample(&random),
            build: .sample(&random),
            run: .sample(&random),
            host: .sample(&random),
            url: .sample(&random),
            config: .sample(&random),
            state: .sample(&random),
            status: .sample(&random),
            latestDeployment: .sample(&random),
            currentDeploymentID: .sample(&random),
            instances: .sample(&random),
            heldCommit: .sample(&random),
            createdAt: .sample(&random),
            updatedAt: .sample(&random),
            autoscaling: .sample(&random))
    }
}

extension Proto.CreateAppRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.CreateAppRequest {
        Proto.CreateAppRequest(
            id: .sample(&random),
            projectID: .sample(&random),
            projectName: .sample(&random),
            name: .sample(&random),
            source: .sample(&random),
            build: .sample(&random),
            run: .sample(&random))
    }
}

extension Proto.GetAppRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.GetAppRequest {
        Proto.GetAppRequest(
            appID: .sample(&random))
    }
}

extension Proto.ListAppsRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ListAppsRequest {
        Proto.ListAppsRequest(
            projectIDs: .sample(&random),
            limit: .sample(&random),
            cursor: .sample(&random),
            name: .sample(&random))
    }
}

extension Proto.AppList: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.AppList {
        Proto.AppList(
            items: .sample(&random),
            nextCursor: .sample(&random))
    }
}

extension Proto.UpdateAppRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.UpdateAppRequest {
        Proto.UpdateAppRequest(
            appID: .sample(&random),
            repository: .sample(&random),
            branch: .sample(&random),
            rootDirectory: .sample(&random),
            autoDeploy: .sample(&random),
            method: .sample(&random),
            dockerfile: .sample(&random),
            baseImage: .sample(&random),
            buildCommand: .sample(&random),
            outputDirectory: .sample(&random),
            image: .sample(&random),
            port: .sample(&random),
            runCommand: .sample(&random),
            healthPath: .sample(&random),
            cpu: .sample(&random),
            memory: .sample(&random),
            readOnly: .sample(&random),
            cleared: .sample(&random),
            plan: .sample(&random))
    }
}

extension Proto.DeleteProjectAppsRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.DeleteProjectAppsRequest {
        Proto.DeleteProjectAppsRequest(
            projectID: .sample(&random))
    }
}

extension Proto.Variable: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Variable {
        Proto.Variable(
            key: .sample(&random),
            secret: .sample(&random),
            updatedAt: .sample(&random),
            hasValue: .sample(&random),
            build: .sample(&random))
    }
}

extension Proto.ListVariablesRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ListVariablesRequest {
        Proto.ListVariablesRequest(
            appID: .sample(&random))
    }
}

extension Proto.VariableList: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.VariableList {
        Proto.VariableList(
            items: .sample(&random),
            sealedValues: .sample(&random),
            config: .sample(&random))
    }
}

extension Proto.PatchVariablesRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.PatchVariablesRequest {
        Proto.PatchVariablesRequest(
            appID: .sample(&random),
            sealedPatch: .sample(&random))
    }
}

extension Proto.PatchVariablesReply: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.PatchVariablesReply {
        Proto.PatchVariablesReply(
            config: .sample(&random))
    }
}

extension Proto.SealedVariable: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.SealedVariable {
        Proto.SealedVariable(
            key: .sample(&random),
            secret: .sample(&random),
            value: .sample(&random),
            build: .sample(&random))
    }
}

extension Proto.Config: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Config {
        Proto.Config(
            appID: .sample(&random),
            number: .sample(&random),
            run: .sample(&random),
            variables: .sample(&random),
            buildFingerprint: .sample(&random))
    }
}

extension Proto.GetConfigRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.GetConfigRequest {
        Proto.GetConfigRequest(
            appID: .sample(&random),
            number: .sample(&random))
    }
}

extension Proto.BuildVariables: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.BuildVariables {
        Proto.BuildVariables(
            keys: .sample(&random),
            fingerprint: .sample(&random),
            sealedValues: .sample(&random),
            number: .sample(&random))
    }
}

extension Proto.AppDesired: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.AppDesired {
        Proto.AppDesired(
            app: .sample(&random),
            config: .sample(&random))
    }
}

extension Proto.SetAutoDeployRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.SetAutoDeployRequest {
        Proto.SetAutoDeployRequest(
            appID: .sample(&random),
            autoDeploy: .sample(&random))
    }
}

extension Proto.Failure: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Failure {
        Proto.Failure(
            reason: .sample(&random),
            message: .sample(&random),
            details: .sample(&random))
    }
}

extension Proto.Build: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Build {
        Proto.Build(
            id: .sample(&random),
            projectID: .sample(&random),
            appID: .sample(&random),
            status: .sample(&random),
            commit: .sample(&random),
            commitMessage: .sample(&random),
            branch: .sample(&random),
            method: .sample(&random),
            image: .sample(&random),
            attempt: .sample(&random),
            settingsHash: .sample(&random),
            failure: .sample(&random),
            plan: .sample(&random),
            exposedPort: .sample(&random),
            procfileCommand: .sample(&random),
            imageUser: .sample(&random),
            createdAt: .sample(&random),
            startedAt: .sample(&random),
            finishedAt: .sample(&random),
            stepsDone: .sample(&random),
            stepsTotal: .sample(&random),
            imageRemovedAt: .sample(&random))
    }
}

extension Proto.ResolveRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ResolveRequest {
        Proto.ResolveRequest(
            appID: .sample(&random),
            repository: .sample(&random),
            branch: .sample(&random),
            commit: .sample(&random))
    }
}

extension Proto.ResolveReply: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ResolveReply {
        Proto.ResolveReply(
            commit: .sample(&random),
            branch: .sample(&random))
    }
}

extension Proto.EnsureBuildRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.EnsureBuildRequest {
        Proto.EnsureBuildRequest(
            key: .sample(&random),
            projectID: .sample(&random),
            appID: .sample(&random),
            appName: .sample(&random),
            projectName: .sample(&random),
            commit: .sample(&random),
            branch: .sample(&random),
            source: .sample(&random),
            settings: .sample(&random),
            deploymentID: .sample(&random),
            startCommand: .sample(&random),
            config: .sample(&random))
    }
}

extension Proto.GetPlanRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.GetPlanRequest {
        Proto.GetPlanRequest(
            appID: .sample(&random),
            source: .sample(&random),
            settings: .sample(&random),
            startCommand: .sample(&random),
            branch: .sample(&random),
            commit: .sample(&random))
    }
}

extension Proto.BuildPlan: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.BuildPlan {
        Proto.BuildPlan(
            commit: .sample(&random),
            branch: .sample(&random),
            plan: .sample(&random))
    }
}

extension Proto.CheckPlanRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.CheckPlanRequest {
        Proto.CheckPlanRequest(
            plan: .sample(&random))
    }
}

extension Proto.GetBuildRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.GetBuildRequest {
        Proto.GetBuildRequest(
            buildID: .sample(&random))
    }
}

extension Proto.ListBuildsRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ListBuildsRequest {
        Proto.ListBuildsRequest(
            appID: .sample(&random),
            limit: .sample(&random),
            cursor: .sample(&random))
    }
}

extension Proto.BuildList: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.BuildList {
        Proto.BuildList(
            items: .sample(&random),
            nextCursor: .sample(&random))
    }
}

extension Proto.FollowSourceRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.FollowSourceRequest {
        Proto.FollowSourceRequest(
            projectID: .sample(&random),
            appID: .sample(&random),
            repository: .sample(&random),
            branch: .sample(&random))
    }
}

extension Proto.SourceMoved: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.SourceMoved {
        Proto.SourceMoved(
            sourceID: .sample(&random),
            repository: .sample(&random),
            branch: .sample(&random),
            commit: .sample(&random),
            version: .sample(&random),
            appIDs: .sample(&random))
    }
}

extension Proto.CollectRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.CollectRequest {
        Proto.CollectRequest(
            id: .sample(&random))
    }
}

extension Proto.GetCollectionRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.GetCollectionRequest {
        Proto.GetCollectionRequest(
            collectionID: .sample(&random))
    }
}

extension Proto.Collection: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Collection {
        Proto.Collection(
            id: .sample(&random),
            trigger: .sample(&random),
            status: .sample(&random),
            phase: .sample(&random),
            images: .sample(&random),
            registryBefore: .sample(&random),
            registryAfter: .sample(&random),
            engineImages: .sample(&random),
            engineFreed: .sample(&random),
            message: .sample(&random),
            createdAt: .sample(&random),
            startedAt: .sample(&random),
            finishedAt: .sample(&random))
    }
}

extension Proto.AppDisk: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.AppDisk {
        Proto.AppDisk(
            appID: .sample(&random),
            projectID: .sample(&random),
            appName: .sample(&random),
            projectName: .sample(&random),
            images: .sample(&random),
            registryUnique: .sample(&random),
            registryShared: .sample(&random),
            engineImages: .sample(&random),
            engineUnique: .sample(&random),
            engineShared: .sample(&random))
    }
}

extension Proto.ImageDisk: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ImageDisk {
        Proto.ImageDisk(
            apps: .sample(&random),
            registryImages: .sample(&random),
            registryDisk: .sample(&random),
            engineImages: .sample(&random),
            cacheImages: .sample(&random),
            cacheBytes: .sample(&random),
            diskFree: .sample(&random),
            diskTotal: .sample(&random),
            lastCollection: .sample(&random),
            missing: .sample(&random))
    }
}

extension Proto.Deployment: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Deployment {
        Proto.Deployment(
            id: .sample(&random),
            number: .sample(&random),
            appID: .sample(&random),
            projectID: .sample(&random),
            status: .sample(&random),
            commit: .sample(&random),
            commitMessage: .sample(&random),
            branch: .sample(&random),
            image: .sample(&random),
            config: .sample(&random),
            buildID: .sample(&random),
            release: .sample(&random),
            url: .sample(&random),
            trigger: .sample(&random),
            createdAt: .sample(&random),
            finishedAt: .sample(&random),
            failure: .sample(&random),
            requestedBy: .sample(&random),
            cancelReason: .sample(&random),
            rollbackOf: .sample(&random),
            imageRemovedAt: .sample(&random))
    }
}

extension Proto.CreateDeploymentRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.CreateDeploymentRequest {
        Proto.CreateDeploymentRequest(
            id: .sample(&random),
            appID: .sample(&random),
            commit: .sample(&random),
            branch: .sample(&random),
            force: .sample(&random),
            trigger: .sample(&random),
            config: .sample(&random))
    }
}

extension Proto.RequestDeploymentRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.RequestDeploymentRequest {
        Proto.RequestDeploymentRequest(
            appID: .sample(&random),
            projectID: .sample(&random),
            commit: .sample(&random),
            branch: .sample(&random),
            sourceVersion: .sample(&random),
            trigger: .sample(&random))
    }
}

extension Proto.RequestDeploymentReply: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.RequestDeploymentReply {
        Proto.RequestDeploymentReply(
            deploymentID: .sample(&random),
            verdict: .sample(&random))
    }
}

extension Proto.GetDeploymentRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.GetDeploymentRequest {
        Proto.GetDeploymentRequest(
            deploymentID: .sample(&random))
    }
}

extension Proto.ListDeploymentsRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ListDeploymentsRequest {
        Proto.ListDeploymentsRequest(
            appID: .sample(&random),
            limit: .sample(&random),
            cursor: .sample(&random))
    }
}

extension Proto.DeploymentList: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.DeploymentList {
        Proto.DeploymentList(
            items: .sample(&random),
            nextCursor: .sample(&random))
    }
}

extension Proto.RollbackRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.RollbackRequest {
        Proto.RollbackRequest(
            id: .sample(&random),
            deploymentID: .sample(&random))
    }
}

extension Proto.TimelineItem: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.TimelineItem {
        Proto.TimelineItem(
            step: .sample(&random),
            state: .sample(&random),
            attempt: .sample(&random),
            startedAt: .sample(&random),
            finishedAt: .sample(&random),
            detail: .sample(&random))
    }
}

extension Proto.Timeline: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Timeline {
        Proto.Timeline(
            items: .sample(&random))
    }
}

extension Proto.SetScaleRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.SetScaleRequest {
        Proto.SetScaleRequest(
            appID: .sample(&random),
            instances: .sample(&random),
            autoscaling: .sample(&random))
    }
}

extension Proto.Scale: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Scale {
        Proto.Scale(
            appID: .sample(&random),
            instances: .sample(&random),
            autoscaling: .sample(&random))
    }
}

extension Proto.RestartRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.RestartRequest {
        Proto.RestartRequest(
            appID: .sample(&random))
    }
}

extension Proto.InstanceUsage: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.InstanceUsage {
        Proto.InstanceUsage(
            cpuMillicores: .sample(&random),
            memoryBytes: .sample(&random),
            memoryLimitBytes: .sample(&random))
    }
}

extension Proto.Instance: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Instance {
        Proto.Instance(
            id: .sample(&random),
            name: .sample(&random),
            appID: .sample(&random),
            projectID: .sample(&random),
            deploymentID: .sample(&random),
            release: .sample(&random),
            state: .sample(&random),
            restarts: .sample(&random),
            createdAt: .sample(&random),
            containerID: .sample(&random),
            stoppedAt: .sample(&random),
            usage: .sample(&random),
            podNamespace: .sample(&random),
            podName: .sample(&random),
            podContainer: .sample(&random))
    }
}

extension Proto.ListInstancesRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ListInstancesRequest {
        Proto.ListInstancesRequest(
            appID: .sample(&random))
    }
}

extension Proto.InstanceList: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.InstanceList {
        Proto.InstanceList(
            items: .sample(&random))
    }
}

extension Proto.Release: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Release {
        Proto.Release(
            number: .sample(&random),
            image: .sample(&random),
            config: .sample(&random),
            commit: .sample(&random),
            buildID: .sample(&random),
            createdAt: .sample(&random),
            serving: .sample(&random),
            imageRemovedAt: .sample(&random))
    }
}

extension Proto.ListReleasesRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ListReleasesRequest {
        Proto.ListReleasesRequest(
            appID: .sample(&random),
            limit: .sample(&random),
            cursor: .sample(&random))
    }
}

extension Proto.ReleaseList: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ReleaseList {
        Proto.ReleaseList(
            items: .sample(&random),
            nextCursor: .sample(&random))
    }
}

extension Proto.AppStatus: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.AppStatus {
        Proto.AppStatus(
            appID: .sample(&random),
            projectID: .sample(&random),
            revision: .sample(&random),
            status: .sample(&random),
            latestDeployment: .sample(&random),
            currentDeploymentID: .sample(&random),
            instances: .sample(&random),
            heldCommit: .sample(&random),
            autoscaling: .sample(&random))
    }
}

extension Proto.GiveUpImagesRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.GiveUpImagesRequest {
        Proto.GiveUpImagesRequest(
            appID: .sample(&random),
            candidates: .sample(&random))
    }
}

extension Proto.ImageCandidate: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ImageCandidate {
        Proto.ImageCandidate(
            image: .sample(&random),
            buildIDs: .sample(&random))
    }
}

extension Proto.GiveUpImagesReply: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.GiveUpImagesReply {
        Proto.GiveUpImagesReply(
            images: .sample(&random))
    }
}

extension Proto.LiveEvent: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.LiveEvent {
        Proto.LiveEvent(
            projectID: .sample(&random),
            seq: .sample(&random))
    }
}

extension Proto.Line: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Line {
        Proto.Line(
            seq: .sample(&random),
            time: .sample(&random),
            source: .sample(&random),
            instance: .sample(&random),
            stream: .sample(&random),
            message: .sample(&random),
            deploymentID: .sample(&random),
            buildID: .sample(&random),
            partial: .sample(&random))
    }
}

extension Proto.AppendRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.AppendRequest {
        Proto.AppendRequest(
            projectID: .sample(&random),
            appID: .sample(&random),
            writer: .sample(&random),
            firstOrdinal: .sample(&random),
            lines: .sample(&random))
    }
}

extension Proto.AppendReply: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.AppendReply {
        Proto.AppendReply(
            lastOrdinal: .sample(&random))
    }
}

extension Proto.ReadLinesRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ReadLinesRequest {
        Proto.ReadLinesRequest(
            appID: .sample(&random),
            deploymentID: .sample(&random),
            buildID: .sample(&random),
            since: .sample(&random),
            until: .sample(&random),
            q: .sample(&random),
            stream: .sample(&random),
            limit: .sample(&random),
            cursor: .sample(&random),
            instance: .sample(&random),
            fromStart: .sample(&random),
            source: .sample(&random))
    }
}

extension Proto.LineList: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.LineList {
        Proto.LineList(
            items: .sample(&random),
            nextCursor: .sample(&random),
            prevCursor: .sample(&random),
            hasMore: .sample(&random),
            missing: .sample(&random))
    }
}

extension Proto.LiveLines: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.LiveLines {
        Proto.LiveLines(
            appID: .sample(&random),
            previousSeq: .sample(&random),
            lines: .sample(&random))
    }
}

extension Proto.DrainedRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.DrainedRequest {
        Proto.DrainedRequest(
            appID: .sample(&random),
            containerID: .sample(&random))
    }
}

extension Proto.DrainedReply: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.DrainedReply {
        Proto.DrainedReply(
            drained: .sample(&random))
    }
}

extension Proto.Project: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Project {
        Proto.Project(
            id: .sample(&random),
            name: .sample(&random),
            state: .sample(&random),
            role: .sample(&random),
            ownerID: .sample(&random),
            createdAt: .sample(&random),
            updatedAt: .sample(&random),
            displayName: .sample(&random),
            logRetentionDays: .sample(&random),
            logRetentionBytes: .sample(&random))
    }
}

extension Proto.CreateProjectRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.CreateProjectRequest {
        Proto.CreateProjectRequest(
            name: .sample(&random),
            id: .sample(&random))
    }
}

extension Proto.GetProjectRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.GetProjectRequest {
        Proto.GetProjectRequest(
            projectID: .sample(&random))
    }
}

extension Proto.ListProjectsRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ListProjectsRequest {
        Proto.ListProjectsRequest(
            accountID: .sample(&random),
            limit: .sample(&random),
            cursor: .sample(&random))
    }
}

extension Proto.ProjectList: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ProjectList {
        Proto.ProjectList(
            items: .sample(&random),
            nextCursor: .sample(&random))
    }
}

extension Proto.UpdateProjectRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.UpdateProjectRequest {
        Proto.UpdateProjectRequest(
            projectID: .sample(&random),
            displayName: .sample(&random),
            logRetentionDays: .sample(&random),
            logRetentionBytes: .sample(&random))
    }
}

extension Proto.DeleteProjectRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.DeleteProjectRequest {
        Proto.DeleteProjectRequest(
            projectID: .sample(&random))
    }
}

extension Proto.ListAllProjectsRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ListAllProjectsRequest {
        Proto.ListAllProjectsRequest(
            afterID: .sample(&random),
            limit: .sample(&random))
    }
}

extension Proto.MembershipRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.MembershipRequest {
        Proto.MembershipRequest(
            accountID: .sample(&random),
            project: .sample(&random))
    }
}

extension Proto.Membership: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Membership {
        Proto.Membership(
            projectID: .sample(&random),
            projectName: .sample(&random),
            role: .sample(&random),
            state: .sample(&random))
    }
}

extension Proto.Account: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Account {
        Proto.Account(
            id: .sample(&random),
            email: .sample(&random),
            name: .sample(&random),
            createdAt: .sample(&random),
            isOperator: .sample(&random))
    }
}

extension Proto.SignUpRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.SignUpRequest {
        Proto.SignUpRequest(
            email: .sample(&random),
            sealedPassword: .sample(&random),
            name: .sample(&random))
    }
}

extension Proto.LogInRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.LogInRequest {
        Proto.LogInRequest(
            email: .sample(&random),
            sealedPassword: .sample(&random),
            refreshHash: .sample(&random),
            kind: .sample(&random),
            userAgent: .sample(&random),
            address: .sample(&random))
    }
}

extension Proto.Session: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Session {
        Proto.Session(
            id: .sample(&random),
            accountID: .sample(&random),
            kind: .sample(&random),
            userAgent: .sample(&random),
            address: .sample(&random),
            createdAt: .sample(&random),
            lastUsedAt: .sample(&random),
            expiresAt: .sample(&random))
    }
}

extension Proto.LogInReply: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.LogInReply {
        Proto.LogInReply(
            account: .sample(&random),
            session: .sample(&random))
    }
}

extension Proto.RefreshRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.RefreshRequest {
        Proto.RefreshRequest(
            refreshHash: .sample(&random),
            nextRefreshHash: .sample(&random))
    }
}

extension Proto.LogOutRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.LogOutRequest {
        Proto.LogOutRequest(
            sessionID: .sample(&random))
    }
}

extension Proto.GetAccountRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.GetAccountRequest {
        Proto.GetAccountRequest(
            accountID: .sample(&random))
    }
}

extension Proto.ListSessionsRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ListSessionsRequest {
        Proto.ListSessionsRequest(
            accountID: .sample(&random))
    }
}

extension Proto.SessionList: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.SessionList {
        Proto.SessionList(
            items: .sample(&random))
    }
}

extension Proto.RevokeSessionRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.RevokeSessionRequest {
        Proto.RevokeSessionRequest(
            accountID: .sample(&random),
            sessionID: .sample(&random))
    }
}

extension Proto.Token: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Token {
        Proto.Token(
            id: .sample(&random),
            name: .sample(&random),
            scopes: .sample(&random),
            expiresAt: .sample(&random),
            lastUsedAt: .sample(&random),
            createdAt: .sample(&random))
    }
}

extension Proto.CreateTokenRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.CreateTokenRequest {
        Proto.CreateTokenRequest(
            accountID: .sample(&random),
            name: .sample(&random),
            scopes: .sample(&random),
            expiresAt: .sample(&random),
            tokenHash: .sample(&random))
    }
}

extension Proto.ListTokensRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ListTokensRequest {
        Proto.ListTokensRequest(
            accountID: .sample(&random),
            limit: .sample(&random),
            cursor: .sample(&random))
    }
}

extension Proto.TokenList: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.TokenList {
        Proto.TokenList(
            items: .sample(&random),
            nextCursor: .sample(&random))
    }
}

extension Proto.DeleteTokenRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.DeleteTokenRequest {
        Proto.DeleteTokenRequest(
            accountID: .sample(&random),
            tokenID: .sample(&random))
    }
}

extension Proto.ListOperatorsRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.ListOperatorsRequest {
        Proto.ListOperatorsRequest(
            limit: .sample(&random),
            cursor: .sample(&random))
    }
}

extension Proto.OperatorList: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.OperatorList {
        Proto.OperatorList(
            items: .sample(&random),
            nextCursor: .sample(&random))
    }
}

extension Proto.SetOperatorRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.SetOperatorRequest {
        Proto.SetOperatorRequest(
            account: .sample(&random),
            isOperator: .sample(&random))
    }
}

extension Proto.AuthenticateRequest: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.AuthenticateRequest {
        Proto.AuthenticateRequest(
            kind: .sample(&random),
            secretHash: .sample(&random),
            sessionID: .sample(&random))
    }
}

extension Proto.Identity: SampledMessage {
    static func sample(_ random: inout Seeded) -> Proto.Identity {
        Proto.Identity(
            account: .sample(&random),
            sessionID: .sample(&random),
            tokenID: .sample(&random),
            scopes: .sample(&random),
            expiresAt: .sample(&random))
    }
}
