// Written by Proto/generate from Proto/build.proto; do not edit.

internal import CMessages
package import Core
package import Wire

extension Proto {
    /// The message `Failure` of build.proto.
    package struct Failure: Sendable, Equatable {
        package var reason: String = ""
        package var message: String = ""
        package var details: String = ""

        package init() {}

        package init(
            reason: String = "",
            message: String = "",
            details: String = ""
        ) {
            self.reason = reason
            self.message = message
            self.details = details
        }
    }
}

extension Proto.Failure: WireMessage {
    package static let schema = "slipway.v1.Failure"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__failure__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__failure__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Failure) {
        self.reason = String(wire: c.reason)
        self.message = String(wire: c.message)
        self.details = String(wire: c.details)
    }

    func write(to c: inout Slipway__V1__Failure, in arena: inout Arena) throws(Core.Fault) {
        c.reason = try arena.text(self.reason, "Failure.reason")
        c.message = try arena.text(self.message, "Failure.message")
        c.details = try arena.text(self.details, "Failure.details")
    }
}

extension Proto {
    /// The message `Build` of build.proto.
    package struct Build: Sendable, Equatable {
        package var id: String = ""
        package var projectID: String = ""
        package var appID: String = ""
        package var status: String = ""
        package var commit: String = ""
        package var commitMessage: String = ""
        package var branch: String = ""
        package var method: String = ""
        package var image: String = ""
        package var attempt: UInt32 = 0
        package var settingsHash: String = ""
        package var failure: Proto.Failure?
        package var plan: String = ""
        package var exposedPort: UInt32 = 0
        package var procfileCommand: String = ""
        package var imageUser: String = ""
        package var createdAt: Int64 = 0
        package var startedAt: Int64?
        package var finishedAt: Int64?
        package var stepsDone: UInt32 = 0
        package var stepsTotal: UInt32 = 0
        package var imageRemovedAt: Int64?

        package init() {}

        package init(
            id: String = "",
            projectID: String = "",
            appID: String = "",
            status: String = "",
            commit: String = "",
            commitMessage: String = "",
            branch: String = "",
            method: String = "",
            image: String = "",
            attempt: UInt32 = 0,
            settingsHash: String = "",
            failure: Proto.Failure? = nil,
            plan: String = "",
            exposedPort: UInt32 = 0,
            procfileCommand: String = "",
            imageUser: String = "",
            createdAt: Int64 = 0,
            startedAt: Int64? = nil,
            finishedAt: Int64? = nil,
            stepsDone: UInt32 = 0,
            stepsTotal: UInt32 = 0,
            imageRemovedAt: Int64? = nil
        ) {
            self.id = id
            self.projectID = projectID
            self.appID = appID
            self.status = status
            self.commit = commit
            self.commitMessage = commitMessage
            self.branch = branch
            self.method = method
            self.image = image
            self.attempt = attempt
            self.settingsHash = settingsHash
            self.failure = failure
            self.plan = plan
            self.exposedPort = exposedPort
            self.procfileCommand = procfileCommand
            self.imageUser = imageUser
            self.createdAt = createdAt
            self.startedAt = startedAt
            self.finishedAt = finishedAt
            self.stepsDone = stepsDone
            self.stepsTotal = stepsTotal
            self.imageRemovedAt = imageRemovedAt
        }
    }
}

extension Proto.Build: WireMessage {
    package static let schema = "slipway.v1.Build"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__build__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__build__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Build) {
        self.id = String(wire: c.id)
        self.projectID = String(wire: c.project_id)
        self.appID = String(wire: c.app_id)
        self.status = String(wire: c.status)
        self.commit = String(wire: c.commit)
        self.commitMessage = String(wire: c.commit_message)
        self.branch = String(wire: c.branch)
        self.method = String(wire: c.method)
        self.image = String(wire: c.image)
        self.attempt = c.attempt
        self.settingsHash = String(wire: c.settings_hash)
        self.failure = c.failure.map { Proto.Failure(reading: $0.pointee) }
        self.plan = String(wire: c.plan)
        self.exposedPort = c.exposed_port
        self.procfileCommand = String(wire: c.procfile_command)
        self.imageUser = String(wire: c.image_user)
        self.createdAt = c.created_at
        self.startedAt = c.started_at.map { $0.pointee.value }
        self.finishedAt = c.finished_at.map { $0.pointee.value }
        self.stepsDone = c.steps_done
        self.stepsTotal = c.steps_total
        self.imageRemovedAt = c.image_removed_at.map { $0.pointee.value }
    }

    func write(to c: inout Slipway__V1__Build, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "Build.id")
        c.project_id = try arena.text(self.projectID, "Build.project_id")
        c.app_id = try arena.text(self.appID, "Build.app_id")
        c.status = try arena.text(self.status, "Build.status")
        c.commit = try arena.text(self.commit, "Build.commit")
        c.commit_message = try arena.text(self.commitMessage, "Build.commit_message")
        c.branch = try arena.text(self.branch, "Build.branch")
        c.method = try arena.text(self.method, "Build.method")
        c.image = try arena.text(self.image, "Build.image")
        if self.attempt != 0 { c.has_attempt = 1; c.attempt = self.attempt }
        c.settings_hash = try arena.text(self.settingsHash, "Build.settings_hash")
        if let value = self.failure {
            let place = arena.make(slipway__v1__failure__init)
            try value.write(to: &place.pointee, in: &arena)
            c.failure = place
        }
        c.plan = try arena.text(self.plan, "Build.plan")
        if self.exposedPort != 0 { c.has_exposed_port = 1; c.exposed_port = self.exposedPort }
        c.procfile_command = try arena.text(self.procfileCommand, "Build.procfile_command")
        c.image_user = try arena.text(self.imageUser, "Build.image_user")
        if self.createdAt != 0 { c.has_created_at = 1; c.created_at = self.createdAt }
        if let value = self.startedAt {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.started_at = place
        }
        if let value = self.finishedAt {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.finished_at = place
        }
        if self.stepsDone != 0 { c.has_steps_done = 1; c.steps_done = self.stepsDone }
        if self.stepsTotal != 0 { c.has_steps_total = 1; c.steps_total = self.stepsTotal }
        if let value = self.imageRemovedAt {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.image_removed_at = place
        }
    }
}

extension Proto {
    /// Which commit has this ref? Fails with reason source_unreachable, source_auth_required, ref_not_found, policy_refused.
    package struct ResolveRequest: Sendable, Equatable {
        package var appID: String = ""
        package var repository: String = ""
        package var branch: String = ""
        package var commit: String = ""

        package init() {}

        package init(
            appID: String = "",
            repository: String = "",
            branch: String = "",
            commit: String = ""
        ) {
            self.appID = appID
            self.repository = repository
            self.branch = branch
            self.commit = commit
        }
    }
}

extension Proto.ResolveRequest: WireMessage {
    package static let schema = "slipway.v1.ResolveRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__resolve_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__resolve_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ResolveRequest) {
        self.appID = String(wire: c.app_id)
        self.repository = String(wire: c.repository)
        self.branch = String(wire: c.branch)
        self.commit = String(wire: c.commit)
    }

    func write(to c: inout Slipway__V1__ResolveRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "ResolveRequest.app_id")
        c.repository = try arena.text(self.repository, "ResolveRequest.repository")
        c.branch = try arena.text(self.branch, "ResolveRequest.branch")
        c.commit = try arena.text(self.commit, "ResolveRequest.commit")
    }
}

extension Proto {
    /// The message `ResolveReply` of build.proto.
    package struct ResolveReply: Sendable, Equatable {
        package var commit: String = ""
        package var branch: String = ""

        package init() {}

        package init(
            commit: String = "",
            branch: String = ""
        ) {
            self.commit = commit
            self.branch = branch
        }
    }
}

extension Proto.ResolveReply: WireMessage {
    package static let schema = "slipway.v1.ResolveReply"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__resolve_reply__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__resolve_reply__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ResolveReply) {
        self.commit = String(wire: c.commit)
        self.branch = String(wire: c.branch)
    }

    func write(to c: inout Slipway__V1__ResolveReply, in arena: inout Arena) throws(Core.Fault) {
        c.commit = try arena.text(self.commit, "ResolveReply.commit")
        c.branch = try arena.text(self.branch, "ResolveReply.branch")
    }
}

extension Proto {
    /// The same (app, commit, settings) is one build, whoever asks and how often. `key` is the command's own id: the same
    /// key gets the same build even when it failed; another key makes a failed one try again.
    package struct EnsureBuildRequest: Sendable, Equatable {
        package var key: String = ""
        package var projectID: String = ""
        package var appID: String = ""
        package var appName: String = ""
        package var projectName: String = ""
        package var commit: String = ""
        package var branch: String = ""
        package var source: Proto.SourceSettings?
        package var settings: Proto.BuildSettings?
        package var deploymentID: String = ""
        package var startCommand: String = ""
        package var config: UInt32 = 0

        package init() {}

        package init(
            key: String = "",
            projectID: String = "",
            appID: String = "",
            appName: String = "",
            projectName: String = "",
            commit: String = "",
            branch: String = "",
            source: Proto.SourceSettings? = nil,
            settings: Proto.BuildSettings? = nil,
            deploymentID: String = "",
            startCommand: String = "",
            config: UInt32 = 0
        ) {
            self.key = key
            self.projectID = projectID
            self.appID = appID
            self.appName = appName
            self.projectName = projectName
            self.commit = commit
            self.branch = branch
            self.source = source
            self.settings = settings
            self.deploymentID = deploymentID
            self.startCommand = startCommand
            self.config = config
        }
    }
}

extension Proto.EnsureBuildRequest: WireMessage {
    package static let schema = "slipway.v1.EnsureBuildRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__ensure_build_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__ensure_build_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__EnsureBuildRequest) {
        self.key = String(wire: c.key)
        self.projectID = String(wire: c.project_id)
        self.appID = String(wire: c.app_id)
        self.appName = String(wire: c.app_name)
        self.projectName = String(wire: c.project_name)
        self.commit = String(wire: c.commit)
        self.branch = String(wire: c.branch)
        self.source = c.source.map { Proto.SourceSettings(reading: $0.pointee) }
        self.settings = c.settings.map { Proto.BuildSettings(reading: $0.pointee) }
        self.deploymentID = String(wire: c.deployment_id)
        self.startCommand = String(wire: c.start_command)
        self.config = c.config
    }

    func write(to c: inout Slipway__V1__EnsureBuildRequest, in arena: inout Arena) throws(Core.Fault) {
        c.key = try arena.text(self.key, "EnsureBuildRequest.key")
        c.project_id = try arena.text(self.projectID, "EnsureBuildRequest.project_id")
        c.app_id = try arena.text(self.appID, "EnsureBuildRequest.app_id")
        c.app_name = try arena.text(self.appName, "EnsureBuildRequest.app_name")
        c.project_name = try arena.text(self.projectName, "EnsureBuildRequest.project_name")
        c.commit = try arena.text(self.commit, "EnsureBuildRequest.commit")
        c.branch = try arena.text(self.branch, "EnsureBuildRequest.branch")
        if let value = self.source {
            let place = arena.make(slipway__v1__source_settings__init)
            try value.write(to: &place.pointee, in: &arena)
            c.source = place
        }
        if let value = self.settings {
            let place = arena.make(slipway__v1__build_settings__init)
            try value.write(to: &place.pointee, in: &arena)
            c.settings = place
        }
        c.deployment_id = try arena.text(self.deploymentID, "EnsureBuildRequest.deployment_id")
        c.start_command = try arena.text(self.startCommand, "EnsureBuildRequest.start_command")
        if self.config != 0 { c.has_config = 1; c.config = self.config }
    }
}

extension Proto {
    /// How a commit would be built, without building it. `commit` given: that one, else the one that the branch has now.
    package struct GetPlanRequest: Sendable, Equatable {
        package var appID: String = ""
        package var source: Proto.SourceSettings?
        package var settings: Proto.BuildSettings?
        package var startCommand: String = ""
        package var branch: String = ""
        package var commit: String = ""

        package init() {}

        package init(
            appID: String = "",
            source: Proto.SourceSettings? = nil,
            settings: Proto.BuildSettings? = nil,
            startCommand: String = "",
            branch: String = "",
            commit: String = ""
        ) {
            self.appID = appID
            self.source = source
            self.settings = settings
            self.startCommand = startCommand
            self.branch = branch
            self.commit = commit
        }
    }
}

extension Proto.GetPlanRequest: WireMessage {
    package static let schema = "slipway.v1.GetPlanRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__get_plan_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__get_plan_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__GetPlanRequest) {
        self.appID = String(wire: c.app_id)
        self.source = c.source.map { Proto.SourceSettings(reading: $0.pointee) }
        self.settings = c.settings.map { Proto.BuildSettings(reading: $0.pointee) }
        self.startCommand = String(wire: c.start_command)
        self.branch = String(wire: c.branch)
        self.commit = String(wire: c.commit)
    }

    func write(to c: inout Slipway__V1__GetPlanRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "GetPlanRequest.app_id")
        if let value = self.source {
            let place = arena.make(slipway__v1__source_settings__init)
            try value.write(to: &place.pointee, in: &arena)
            c.source = place
        }
        if let value = self.settings {
            let place = arena.make(slipway__v1__build_settings__init)
            try value.write(to: &place.pointee, in: &arena)
            c.settings = place
        }
        c.start_command = try arena.text(self.startCommand, "GetPlanRequest.start_command")
        c.branch = try arena.text(self.branch, "GetPlanRequest.branch")
        c.commit = try arena.text(self.commit, "GetPlanRequest.commit")
    }
}

extension Proto {
    /// The message `BuildPlan` of build.proto.
    package struct BuildPlan: Sendable, Equatable {
        package var commit: String = ""
        package var branch: String = ""
        package var plan: String = ""

        package init() {}

        package init(
            commit: String = "",
            branch: String = "",
            plan: String = ""
        ) {
            self.commit = commit
            self.branch = branch
            self.plan = plan
        }
    }
}

extension Proto.BuildPlan: WireMessage {
    package static let schema = "slipway.v1.BuildPlan"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__build_plan__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__build_plan__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__BuildPlan) {
        self.commit = String(wire: c.commit)
        self.branch = String(wire: c.branch)
        self.plan = String(wire: c.plan)
    }

    func write(to c: inout Slipway__V1__BuildPlan, in arena: inout Arena) throws(Core.Fault) {
        c.commit = try arena.text(self.commit, "BuildPlan.commit")
        c.branch = try arena.text(self.branch, "BuildPlan.branch")
        c.plan = try arena.text(self.plan, "BuildPlan.plan")
    }
}

extension Proto {
    /// Whether a plan that a person wants to pin is one: refused with the fields that are wrong.
    package struct CheckPlanRequest: Sendable, Equatable {
        package var plan: String = ""

        package init() {}

        package init(
            plan: String = ""
        ) {
            self.plan = plan
        }
    }
}

extension Proto.CheckPlanRequest: WireMessage {
    package static let schema = "slipway.v1.CheckPlanRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__check_plan_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__check_plan_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__CheckPlanRequest) {
        self.plan = String(wire: c.plan)
    }

    func write(to c: inout Slipway__V1__CheckPlanRequest, in arena: inout Arena) throws(Core.Fault) {
        c.plan = try arena.text(self.plan, "CheckPlanRequest.plan")
    }
}

extension Proto {
    /// The message `GetBuildRequest` of build.proto.
    package struct GetBuildRequest: Sendable, Equatable {
        package var buildID: String = ""

        package init() {}

        package init(
            buildID: String = ""
        ) {
            self.buildID = buildID
        }
    }
}

extension Proto.GetBuildRequest: WireMessage {
    package static let schema = "slipway.v1.GetBuildRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__get_build_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__get_build_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__GetBuildRequest) {
        self.buildID = String(wire: c.build_id)
    }

    func write(to c: inout Slipway__V1__GetBuildRequest, in arena: inout Arena) throws(Core.Fault) {
        c.build_id = try arena.text(self.buildID, "GetBuildRequest.build_id")
    }
}

extension Proto {
    /// The message `ListBuildsRequest` of build.proto.
    package struct ListBuildsRequest: Sendable, Equatable {
        package var appID: String = ""
        package var limit: UInt32 = 0
        package var cursor: String = ""

        package init() {}

        package init(
            appID: String = "",
            limit: UInt32 = 0,
            cursor: String = ""
        ) {
            self.appID = appID
            self.limit = limit
            self.cursor = cursor
        }
    }
}

extension Proto.ListBuildsRequest: WireMessage {
    package static let schema = "slipway.v1.ListBuildsRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__list_builds_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__list_builds_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ListBuildsRequest) {
        self.appID = String(wire: c.app_id)
        self.limit = c.limit
        self.cursor = String(wire: c.cursor)
    }

    func write(to c: inout Slipway__V1__ListBuildsRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "ListBuildsRequest.app_id")
        if self.limit != 0 { c.has_limit = 1; c.limit = self.limit }
        c.cursor = try arena.text(self.cursor, "ListBuildsRequest.cursor")
    }
}

extension Proto {
    /// The message `BuildList` of build.proto.
    package struct BuildList: Sendable, Equatable {
        package var items: [Proto.Build] = []
        package var nextCursor: String?

        package init() {}

        package init(
            items: [Proto.Build] = [],
            nextCursor: String? = nil
        ) {
            self.items = items
            self.nextCursor = nextCursor
        }
    }
}

extension Proto.BuildList: WireMessage {
    package static let schema = "slipway.v1.BuildList"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__build_list__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__build_list__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__BuildList) {
        self.items = WireFormat.array(c.items, c.n_items, Proto.Build.init(reading:))
        self.nextCursor = c.next_cursor.map { String(wire: $0.pointee.value) }
    }

    func write(to c: inout Slipway__V1__BuildList, in arena: inout Arena) throws(Core.Fault) {
        if !self.items.isEmpty {
            c.n_items = self.items.count
            c.items = arena.pointers(self.items.count)
            for (index, item) in self.items.enumerated() {
                let place = arena.make(slipway__v1__build__init)
                try item.write(to: &place.pointee, in: &arena)
                c.items[index] = place
            }
        }
        if let value = self.nextCursor {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "BuildList.next_cursor")
            c.next_cursor = place
        }
    }
}

extension Proto {
    /// Replaces what the app follows; an empty repository follows nothing.
    package struct FollowSourceRequest: Sendable, Equatable {
        package var projectID: String = ""
        package var appID: String = ""
        package var repository: String = ""
        package var branch: String = ""

        package init() {}

        package init(
            projectID: String = "",
            appID: String = "",
            repository: String = "",
            branch: String = ""
        ) {
            self.projectID = projectID
            self.appID = appID
            self.repository = repository
            self.branch = branch
        }
    }
}

extension Proto.FollowSourceRequest: WireMessage {
    package static let schema = "slipway.v1.FollowSourceRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__follow_source_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__follow_source_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__FollowSourceRequest) {
        self.projectID = String(wire: c.project_id)
        self.appID = String(wire: c.app_id)
        self.repository = String(wire: c.repository)
        self.branch = String(wire: c.branch)
    }

    func write(to c: inout Slipway__V1__FollowSourceRequest, in arena: inout Arena) throws(Core.Fault) {
        c.project_id = try arena.text(self.projectID, "FollowSourceRequest.project_id")
        c.app_id = try arena.text(self.appID, "FollowSourceRequest.app_id")
        c.repository = try arena.text(self.repository, "FollowSourceRequest.repository")
        c.branch = try arena.text(self.branch, "FollowSourceRequest.branch")
    }
}

extension Proto {
    /// Fact build.source.moved: a followed ref has another commit. entity id = source id.
    package struct SourceMoved: Sendable, Equatable {
        package var sourceID: String = ""
        package var repository: String = ""
        package var branch: String = ""
        package var commit: String = ""
        package var version: UInt64 = 0
        package var appIDs: [String] = []

        package init() {}

        package init(
            sourceID: String = "",
            repository: String = "",
            branch: String = "",
            commit: String = "",
            version: UInt64 = 0,
            appIDs: [String] = []
        ) {
            self.sourceID = sourceID
            self.repository = repository
            self.branch = branch
            self.commit = commit
            self.version = version
            self.appIDs = appIDs
        }
    }
}

extension Proto.SourceMoved: WireMessage {
    package static let schema = "slipway.v1.SourceMoved"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__source_moved__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__source_moved__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__SourceMoved) {
        self.sourceID = String(wire: c.source_id)
        self.repository = String(wire: c.repository)
        self.branch = String(wire: c.branch)
        self.commit = String(wire: c.commit)
        self.version = c.version
        self.appIDs = WireFormat.strings(c.app_ids, c.n_app_ids)
    }

    func write(to c: inout Slipway__V1__SourceMoved, in arena: inout Arena) throws(Core.Fault) {
        c.source_id = try arena.text(self.sourceID, "SourceMoved.source_id")
        c.repository = try arena.text(self.repository, "SourceMoved.repository")
        c.branch = try arena.text(self.branch, "SourceMoved.branch")
        c.commit = try arena.text(self.commit, "SourceMoved.commit")
        if self.version != 0 { c.has_version = 1; c.version = self.version }
        if !self.appIDs.isEmpty {
            c.n_app_ids = self.appIDs.count
            c.app_ids = try arena.texts(self.appIDs, "SourceMoved.app_ids")
        }
    }
}

extension Proto {
    /// One collection of images that nothing needs. `id` is the command's own; while one is under way, it is the answer.
    package struct CollectRequest: Sendable, Equatable {
        package var id: String = ""

        package init() {}

        package init(
            id: String = ""
        ) {
            self.id = id
        }
    }
}

extension Proto.CollectRequest: WireMessage {
    package static let schema = "slipway.v1.CollectRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__collect_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__collect_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__CollectRequest) {
        self.id = String(wire: c.id)
    }

    func write(to c: inout Slipway__V1__CollectRequest, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "CollectRequest.id")
    }
}

extension Proto {
    /// The message `GetCollectionRequest` of build.proto.
    package struct GetCollectionRequest: Sendable, Equatable {
        package var collectionID: String = ""

        package init() {}

        package init(
            collectionID: String = ""
        ) {
            self.collectionID = collectionID
        }
    }
}

extension Proto.GetCollectionRequest: WireMessage {
    package static let schema = "slipway.v1.GetCollectionRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__get_collection_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__get_collection_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__GetCollectionRequest) {
        self.collectionID = String(wire: c.collection_id)
    }

    func write(to c: inout Slipway__V1__GetCollectionRequest, in arena: inout Arena) throws(Core.Fault) {
        c.collection_id = try arena.text(self.collectionID, "GetCollectionRequest.collection_id")
    }
}

extension Proto {
    /// The message `Collection` of build.proto.
    package struct Collection: Sendable, Equatable {
        package var id: String = ""
        package var trigger: String = ""
        package var status: String = ""
        package var phase: String = ""
        package var images: UInt32 = 0
        package var registryBefore: Int64?
        package var registryAfter: Int64?
        package var engineImages: UInt32 = 0
        package var engineFreed: Int64 = 0
        package var message: String = ""
        package var createdAt: Int64 = 0
        package var startedAt: Int64?
        package var finishedAt: Int64?

        package init() {}

        package init(
            id: String = "",
            trigger: String = "",
            status: String = "",
            phase: String = "",
            images: UInt32 = 0,
            registryBefore: Int64? = nil,
            registryAfter: Int64? = nil,
            engineImages: UInt32 = 0,
            engineFreed: Int64 = 0,
            message: String = "",
            createdAt: Int64 = 0,
            startedAt: Int64? = nil,
            finishedAt: Int64? = nil
        ) {
            self.id = id
            self.trigger = trigger
            self.status = status
            self.phase = phase
            self.images = images
            self.registryBefore = registryBefore
            self.registryAfter = registryAfter
            self.engineImages = engineImages
            self.engineFreed = engineFreed
            self.message = message
            self.createdAt = createdAt
            self.startedAt = startedAt
            self.finishedAt = finishedAt
        }
    }
}

extension Proto.Collection: WireMessage {
    package static let schema = "slipway.v1.Collection"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__collection__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__collection__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Collection) {
        self.id = String(wire: c.id)
        self.trigger = String(wire: c.trigger)
        self.status = String(wire: c.status)
        self.phase = String(wire: c.phase)
        self.images = c.images
        self.registryBefore = c.registry_before.map { $0.pointee.value }
        self.registryAfter = c.registry_after.map { $0.pointee.value }
        self.engineImages = c.engine_images
        self.engineFreed = c.engine_freed
        self.message = String(wire: c.message)
        self.createdAt = c.created_at
        self.startedAt = c.started_at.map { $0.pointee.value }
        self.finishedAt = c.finished_at.map { $0.pointee.value }
    }

    func write(to c: inout Slipway__V1__Collection, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "Collection.id")
        c.trigger = try arena.text(self.trigger, "Collection.trigger")
        c.status = try arena.text(self.status, "Collection.status")
        c.phase = try arena.text(self.phase, "Collection.phase")
        if self.images != 0 { c.has_images = 1; c.images = self.images }
        if let value = self.registryBefore {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.registry_before = place
        }
        if let value = self.registryAfter {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.registry_after = place
        }
        if self.engineImages != 0 { c.has_engine_images = 1; c.engine_images = self.engineImages }
        if self.engineFreed != 0 { c.has_engine_freed = 1; c.engine_freed = self.engineFreed }
        c.message = try arena.text(self.message, "Collection.message")
        if self.createdAt != 0 { c.has_created_at = 1; c.created_at = self.createdAt }
        if let value = self.startedAt {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.started_at = place
        }
        if let value = self.finishedAt {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.finished_at = place
        }
    }
}

extension Proto {
    /// What images take. Bytes in the registry are those of its compressed blobs, each counted once.
    package struct AppDisk: Sendable, Equatable {
        package var appID: String = ""
        package var projectID: String = ""
        package var appName: String = ""
        package var projectName: String = ""
        package var images: UInt32 = 0
        package var registryUnique: Int64 = 0
        package var registryShared: Int64 = 0
        package var engineImages: UInt32 = 0
        package var engineUnique: Int64 = 0
        package var engineShared: Int64 = 0

        package init() {}

        package init(
            appID: String = "",
            projectID: String = "",
            appName: String = "",
            projectName: String = "",
            images: UInt32 = 0,
            registryUnique: Int64 = 0,
            registryShared: Int64 = 0,
            engineImages: UInt32 = 0,
            engineUnique: Int64 = 0,
            engineShared: Int64 = 0
        ) {
            self.appID = appID
            self.projectID = projectID
            self.appName = appName
            self.projectName = projectName
            self.images = images
            self.registryUnique = registryUnique
            self.registryShared = registryShared
            self.engineImages = engineImages
            self.engineUnique = engineUnique
            self.engineShared = engineShared
        }
    }
}

extension Proto.AppDisk: WireMessage {
    package static let schema = "slipway.v1.AppDisk"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__app_disk__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__app_disk__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__AppDisk) {
        self.appID = String(wire: c.app_id)
        self.projectID = String(wire: c.project_id)
        self.appName = String(wire: c.app_name)
        self.projectName = String(wire: c.project_name)
        self.images = c.images
        self.registryUnique = c.registry_unique
        self.registryShared = c.registry_shared
        self.engineImages = c.engine_images
        self.engineUnique = c.engine_unique
        self.engineShared = c.engine_shared
    }

    func write(to c: inout Slipway__V1__AppDisk, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "AppDisk.app_id")
        c.project_id = try arena.text(self.projectID, "AppDisk.project_id")
        c.app_name = try arena.text(self.appName, "AppDisk.app_name")
        c.project_name = try arena.text(self.projectName, "AppDisk.project_name")
        if self.images != 0 { c.has_images = 1; c.images = self.images }
        if self.registryUnique != 0 { c.has_registry_unique = 1; c.registry_unique = self.registryUnique }
        if self.registryShared != 0 { c.has_registry_shared = 1; c.registry_shared = self.registryShared }
        if self.engineImages != 0 { c.has_engine_images = 1; c.engine_images = self.engineImages }
        if self.engineUnique != 0 { c.has_engine_unique = 1; c.engine_unique = self.engineUnique }
        if self.engineShared != 0 { c.has_engine_shared = 1; c.engine_shared = self.engineShared }
    }
}

extension Proto {
    /// The message `ImageDisk` of build.proto.
    package struct ImageDisk: Sendable, Equatable {
        package var apps: [Proto.AppDisk] = []
        package var registryImages: Int64 = 0
        package var registryDisk: Int64?
        package var engineImages: Int64 = 0
        package var cacheImages: UInt32 = 0
        package var cacheBytes: Int64 = 0
        package var diskFree: Int64?
        package var diskTotal: Int64?
        package var lastCollection: Proto.Collection?
        package var missing: [String] = []

        package init() {}

        package init(
            apps: [Proto.AppDisk] = [],
            registryImages: Int64 = 0,
            registryDisk: Int64? = nil,
            engineImages: Int64 = 0,
            cacheImages: UInt32 = 0,
            cacheBytes: Int64 = 0,
            diskFree: Int64? = nil,
            diskTotal: Int64? = nil,
            lastCollection: Proto.Collection? = nil,
            missing: [String] = []
        ) {
            self.apps = apps
            self.registryImages = registryImages
            self.registryDisk = registryDisk
            self.engineImages = engineImages
            self.cacheImages = cacheImages
            self.cacheBytes = cacheBytes
            self.diskFree = diskFree
            self.diskTotal = diskTotal
            self.lastCollection = lastCollection
            self.missing = missing
        }
    }
}

extension Proto.ImageDisk: WireMessage {
    package static let schema = "slipway.v1.ImageDisk"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__image_disk__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__image_disk__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ImageDisk) {
        self.apps = WireFormat.array(c.apps, c.n_apps, Proto.AppDisk.init(reading:))
        self.registryImages = c.registry_images
        self.registryDisk = c.registry_disk.map { $0.pointee.value }
        self.engineImages = c.engine_images
        self.cacheImages = c.cache_images
        self.cacheBytes = c.cache_bytes
        self.diskFree = c.disk_free.map { $0.pointee.value }
        self.diskTotal = c.disk_total.map { $0.pointee.value }
        self.lastCollection = c.last_collection.map { Proto.Collection(reading: $0.pointee) }
        self.missing = WireFormat.strings(c.missing, c.n_missing)
    }

    func write(to c: inout Slipway__V1__ImageDisk, in arena: inout Arena) throws(Core.Fault) {
        if !self.apps.isEmpty {
            c.n_apps = self.apps.count
            c.apps = arena.pointers(self.apps.count)
            for (index, item) in self.apps.enumerated() {
                let place = arena.make(slipway__v1__app_disk__init)
                try item.write(to: &place.pointee, in: &arena)
                c.apps[index] = place
            }
        }
        if self.registryImages != 0 { c.has_registry_images = 1; c.registry_images = self.registryImages }
        if let value = self.registryDisk {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.registry_disk = place
        }
        if self.engineImages != 0 { c.has_engine_images = 1; c.engine_images = self.engineImages }
        if self.cacheImages != 0 { c.has_cache_images = 1; c.cache_images = self.cacheImages }
        if self.cacheBytes != 0 { c.has_cache_bytes = 1; c.cache_bytes = self.cacheBytes }
        if let value = self.diskFree {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.disk_free = place
        }
        if let value = self.diskTotal {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.disk_total = place
        }
        if let value = self.lastCollection {
            let place = arena.make(slipway__v1__collection__init)
            try value.write(to: &place.pointee, in: &arena)
            c.last_collection = place
        }
        if !self.missing.isEmpty {
            c.n_missing = self.missing.count
            c.missing = try arena.texts(self.missing, "ImageDisk.missing")
        }
    }
}

/// What the build service answers.
package enum BuildRPC {
    package static let getBuild = RPCMethod<Proto.GetBuildRequest, Proto.Build>("build", "get_build")
    package static let listBuilds = RPCMethod<Proto.ListBuildsRequest, Proto.BuildList>("build", "list_builds")
    package static let cancelBuild = RPCMethod<Proto.GetBuildRequest, Proto.Build>("build", "cancel_build")
    package static let getPlan = RPCMethod<Proto.GetPlanRequest, Proto.BuildPlan>("build", "get_plan")
    package static let checkPlan = RPCMethod<Proto.CheckPlanRequest, Proto.Empty>("build", "check_plan")
    /// For operators.
    package static let collect = RPCMethod<Proto.CollectRequest, Proto.Collection>("build", "collect")
    package static let getCollection = RPCMethod<Proto.GetCollectionRequest, Proto.Collection>("build", "get_collection")
    package static let measureImages = RPCMethod<Proto.Empty, Proto.ImageDisk>("build", "measure_images")

    /// Every subject of this table.
    package static let all: [String] = [
        getBuild.subject,
        listBuilds.subject,
        cancelBuild.subject,
        getPlan.subject,
        checkPlan.subject,
        collect.subject,
        getCollection.subject,
        measureImages.subject,
    ]
}

/// What the build service answers to other services.
package enum BuildInternalRPC {
    package static let locate = RPCMethod<Proto.LocateRequest, Proto.Location>("build", "internal.locate")
    package static let resolve = RPCMethod<Proto.ResolveRequest, Proto.ResolveReply>("build", "internal.resolve")
    package static let ensureBuild = RPCMethod<Proto.EnsureBuildRequest, Proto.Build>("build", "internal.ensure_build")
    package static let getBuild = RPCMethod<Proto.GetBuildRequest, Proto.Build>("build", "internal.get_build")
    package static let cancelBuild = RPCMethod<Proto.GetBuildRequest, Proto.Build>("build", "internal.cancel_build")
    package static let followSource = RPCMethod<Proto.FollowSourceRequest, Proto.Empty>("build", "internal.follow_source")
    package static let deleteApp = RPCMethod<Proto.DeleteAppRequest, Proto.DeletionReply>("build", "internal.delete_app")
    package static let changes = RPCMethod<Proto.ChangesRequest, Proto.ChangesReply>("build", "internal.changes")
    package static let storage = RPCMethod<Proto.Empty, Proto.StorageReply>("build", "internal.storage")

    /// Every subject of this table.
    package static let all: [String] = [
        locate.subject,
        resolve.subject,
        ensureBuild.subject,
        getBuild.subject,
        cancelBuild.subject,
        followSource.subject,
        deleteApp.subject,
        changes.subject,
        storage.subject,
    ]
}
