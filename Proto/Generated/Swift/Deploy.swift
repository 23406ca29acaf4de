// Written by Proto/generate from Proto/deploy.proto; do not edit.

internal import CMessages
package import Core
package import Wire

extension Proto {
    /// The message `Deployment` of deploy.proto.
    package struct Deployment: Sendable, Equatable {
        package var id: String = ""
        package var number: UInt32 = 0
        package var appID: String = ""
        package var projectID: String = ""
        package var status: String = ""
        package var commit: String?
        package var commitMessage: String = ""
        package var branch: String = ""
        package var image: String = ""
        package var config: UInt32 = 0
        package var buildID: String?
        package var release: UInt32 = 0
        package var url: String = ""
        package var trigger: String = ""
        package var createdAt: Int64 = 0
        package var finishedAt: Int64?
        package var failure: Proto.Failure?
        package var requestedBy: String = ""
        package var cancelReason: String = ""
        package var rollbackOf: UInt32 = 0
        package var imageRemovedAt: Int64?

        package init() {}

        package init(
            id: String = "",
            number: UInt32 = 0,
            appID: String = "",
            projectID: String = "",
            status: String = "",
            commit: String? = nil,
            commitMessage: String = "",
            branch: String = "",
            image: String = "",
            config: UInt32 = 0,
            buildID: String? = nil,
            release: UInt32 = 0,
            url: String = "",
            trigger: String = "",
            createdAt: Int64 = 0,
            finishedAt: Int64? = nil,
            failure: Proto.Failure? = nil,
            requestedBy: String = "",
            cancelReason: String = "",
            rollbackOf: UInt32 = 0,
            imageRemovedAt: Int64? = nil
        ) {
            self.id = id
            self.number = number
            self.appID = appID
            self.projectID = projectID
            self.status = status
            self.commit = commit
            self.commitMessage = commitMessage
            self.branch = branch
            self.image = image
            self.config = config
            self.buildID = buildID
            self.release = release
            self.url = url
            self.trigger = trigger
            self.createdAt = createdAt
            self.finishedAt = finishedAt
            self.failure = failure
            self.requestedBy = requestedBy
            self.cancelReason = cancelReason
            self.rollbackOf = rollbackOf
            self.imageRemovedAt = imageRemovedAt
        }
    }
}

extension Proto.Deployment: WireMessage {
    package static let schema = "slipway.v1.Deployment"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__deployment__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__deployment__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Deployment) {
        self.id = String(wire: c.id)
        self.number = c.number
        self.appID = String(wire: c.app_id)
        self.projectID = String(wire: c.project_id)
        self.status = String(wire: c.status)
        self.commit = c.commit.map { String(wire: $0.pointee.value) }
        self.commitMessage = String(wire: c.commit_message)
        self.branch = String(wire: c.branch)
        self.image = String(wire: c.image)
        self.config = c.config
        self.buildID = c.build_id.map { String(wire: $0.pointee.value) }
        self.release = c.release
        self.url = String(wire: c.url)
        self.trigger = String(wire: c.trigger)
        self.createdAt = c.created_at
        self.finishedAt = c.finished_at.map { $0.pointee.value }
        self.failure = c.failure.map { Proto.Failure(reading: $0.pointee) }
        self.requestedBy = String(wire: c.requested_by)
        self.cancelReason = String(wire: c.cancel_reason)
        self.rollbackOf = c.rollback_of
        self.imageRemovedAt = c.image_removed_at.map { $0.pointee.value }
    }

    func write(to c: inout Slipway__V1__Deployment, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "Deployment.id")
        if self.number != 0 { c.has_number = 1; c.number = self.number }
        c.app_id = try arena.text(self.appID, "Deployment.app_id")
        c.project_id = try arena.text(self.projectID, "Deployment.project_id")
        c.status = try arena.text(self.status, "Deployment.status")
        if let value = self.commit {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "Deployment.commit")
            c.commit = place
        }
        c.commit_message = try arena.text(self.commitMessage, "Deployment.commit_message")
        c.branch = try arena.text(self.branch, "Deployment.branch")
        c.image = try arena.text(self.image, "Deployment.image")
        if self.config != 0 { c.has_config = 1; c.config = self.config }
        if let value = self.buildID {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "Deployment.build_id")
            c.build_id = place
        }
        if self.release != 0 { c.has_release = 1; c.release = self.release }
        c.url = try arena.text(self.url, "Deployment.url")
        c.trigger = try arena.text(self.trigger, "Deployment.trigger")
        if self.createdAt != 0 { c.has_created_at = 1; c.created_at = self.createdAt }
        if let value = self.finishedAt {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.finished_at = place
        }
        if let value = self.failure {
            let place = arena.make(slipway__v1__failure__init)
            try value.write(to: &place.pointee, in: &arena)
            c.failure = place
        }
        c.requested_by = try arena.text(self.requestedBy, "Deployment.requested_by")
        c.cancel_reason = try arena.text(self.cancelReason, "Deployment.cancel_reason")
        if self.rollbackOf != 0 { c.has_rollback_of = 1; c.rollback_of = self.rollbackOf }
        if let value = self.imageRemovedAt {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.image_removed_at = place
        }
    }
}

extension Proto {
    /// The message `CreateDeploymentRequest` of deploy.proto.
    package struct CreateDeploymentRequest: Sendable, Equatable {
        package var id: String = ""
        package var appID: String = ""
        package var commit: String = ""
        package var branch: String = ""
        package var force: Bool = false
        package var trigger: String = ""
        package var config: UInt32 = 0

        package init() {}

        package init(
            id: String = "",
            appID: String = "",
            commit: String = "",
            branch: String = "",
            force: Bool = false,
            trigger: String = "",
            config: UInt32 = 0
        ) {
            self.id = id
            self.appID = appID
            self.commit = commit
            self.branch = branch
            self.force = force
            self.trigger = trigger
            self.config = config
        }
    }
}

extension Proto.CreateDeploymentRequest: WireMessage {
    package static let schema = "slipway.v1.CreateDeploymentRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__create_deployment_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__create_deployment_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__CreateDeploymentRequest) {
        self.id = String(wire: c.id)
        self.appID = String(wire: c.app_id)
        self.commit = String(wire: c.commit)
        self.branch = String(wire: c.branch)
        self.force = c.force != 0
        self.trigger = String(wire: c.trigger)
        self.config = c.config
    }

    func write(to c: inout Slipway__V1__CreateDeploymentRequest, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "CreateDeploymentRequest.id")
        c.app_id = try arena.text(self.appID, "CreateDeploymentRequest.app_id")
        c.commit = try arena.text(self.commit, "CreateDeploymentRequest.commit")
        c.branch = try arena.text(self.branch, "CreateDeploymentRequest.branch")
        if self.force { c.has_force = 1; c.force = 1 }
        c.trigger = try arena.text(self.trigger, "CreateDeploymentRequest.trigger")
        if self.config != 0 { c.has_config = 1; c.config = self.config }
    }
}

extension Proto {
    /// By the app service, for a commit seen on a followed source. Once per (app, source_version).
    package struct RequestDeploymentRequest: Sendable, Equatable {
        package var appID: String = ""
        package var projectID: String = ""
        package var commit: String = ""
        package var branch: String = ""
        package var sourceVersion: String = ""
        package var trigger: String = ""

        package init() {}

        package init(
            appID: String = "",
            projectID: String = "",
            commit: String = "",
            branch: String = "",
            sourceVersion: String = "",
            trigger: String = ""
        ) {
            self.appID = appID
            self.projectID = projectID
            self.commit = commit
            self.branch = branch
            self.sourceVersion = sourceVersion
            self.trigger = trigger
        }
    }
}

extension Proto.RequestDeploymentRequest: WireMessage {
    package static let schema = "slipway.v1.RequestDeploymentRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__request_deployment_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__request_deployment_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__RequestDeploymentRequest) {
        self.appID = String(wire: c.app_id)
        self.projectID = String(wire: c.project_id)
        self.commit = String(wire: c.commit)
        self.branch = String(wire: c.branch)
        self.sourceVersion = String(wire: c.source_version)
        self.trigger = String(wire: c.trigger)
    }

    func write(to c: inout Slipway__V1__RequestDeploymentRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "RequestDeploymentRequest.app_id")
        c.project_id = try arena.text(self.projectID, "RequestDeploymentRequest.project_id")
        c.commit = try arena.text(self.commit, "RequestDeploymentRequest.commit")
        c.branch = try arena.text(self.branch, "RequestDeploymentRequest.branch")
        c.source_version = try arena.text(self.sourceVersion, "RequestDeploymentRequest.source_version")
        c.trigger = try arena.text(self.trigger, "RequestDeploymentRequest.trigger")
    }
}

extension Proto {
    /// The message `RequestDeploymentReply` of deploy.proto.
    package struct RequestDeploymentReply: Sendable, Equatable {
        package var deploymentID: String = ""
        package var verdict: String = ""

        package init() {}

        package init(
            deploymentID: String = "",
            verdict: String = ""
        ) {
            self.deploymentID = deploymentID
            self.verdict = verdict
        }
    }
}

extension Proto.RequestDeploymentReply: WireMessage {
    package static let schema = "slipway.v1.RequestDeploymentReply"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__request_deployment_reply__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__request_deployment_reply__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__RequestDeploymentReply) {
        self.deploymentID = String(wire: c.deployment_id)
        self.verdict = String(wire: c.verdict)
    }

    func write(to c: inout Slipway__V1__RequestDeploymentReply, in arena: inout Arena) throws(Core.Fault) {
        c.deployment_id = try arena.text(self.deploymentID, "RequestDeploymentReply.deployment_id")
        c.verdict = try arena.text(self.verdict, "RequestDeploymentReply.verdict")
    }
}

extension Proto {
    /// The message `GetDeploymentRequest` of deploy.proto.
    package struct GetDeploymentRequest: Sendable, Equatable {
        package var deploymentID: String = ""

        package init() {}

        package init(
            deploymentID: String = ""
        ) {
            self.deploymentID = deploymentID
        }
    }
}

extension Proto.GetDeploymentRequest: WireMessage {
    package static let schema = "slipway.v1.GetDeploymentRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__get_deployment_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__get_deployment_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__GetDeploymentRequest) {
        self.deploymentID = String(wire: c.deployment_id)
    }

    func write(to c: inout Slipway__V1__GetDeploymentRequest, in arena: inout Arena) throws(Core.Fault) {
        c.deployment_id = try arena.text(self.deploymentID, "GetDeploymentRequest.deployment_id")
    }
}

extension Proto {
    /// The message `ListDeploymentsRequest` of deploy.proto.
    package struct ListDeploymentsRequest: Sendable, Equatable {
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

extension Proto.ListDeploymentsRequest: WireMessage {
    package static let schema = "slipway.v1.ListDeploymentsRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__list_deployments_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__list_deployments_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ListDeploymentsRequest) {
        self.appID = String(wire: c.app_id)
        self.limit = c.limit
        self.cursor = String(wire: c.cursor)
    }

    func write(to c: inout Slipway__V1__ListDeploymentsRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "ListDeploymentsRequest.app_id")
        if self.limit != 0 { c.has_limit = 1; c.limit = self.limit }
        c.cursor = try arena.text(self.cursor, "ListDeploymentsRequest.cursor")
    }
}

extension Proto {
    /// The message `DeploymentList` of deploy.proto.
    package struct DeploymentList: Sendable, Equatable {
        package var items: [Proto.Deployment] = []
        package var nextCursor: String?

        package init() {}

        package init(
            items: [Proto.Deployment] = [],
            nextCursor: String? = nil
        ) {
            self.items = items
            self.nextCursor = nextCursor
        }
    }
}

extension Proto.DeploymentList: WireMessage {
    package static let schema = "slipway.v1.DeploymentList"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__deployment_list__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__deployment_list__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__DeploymentList) {
        self.items = WireFormat.array(c.items, c.n_items, Proto.Deployment.init(reading:))
        self.nextCursor = c.next_cursor.map { String(wire: $0.pointee.value) }
    }

    func write(to c: inout Slipway__V1__DeploymentList, in arena: inout Arena) throws(Core.Fault) {
        if !self.items.isEmpty {
            c.n_items = self.items.count
            c.items = arena.pointers(self.items.count)
            for (index, item) in self.items.enumerated() {
                let place = arena.make(slipway__v1__deployment__init)
                try item.write(to: &place.pointee, in: &arena)
                c.items[index] = place
            }
        }
        if let value = self.nextCursor {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "DeploymentList.next_cursor")
            c.next_cursor = place
        }
    }
}

extension Proto {
    /// The message `RollbackRequest` of deploy.proto.
    package struct RollbackRequest: Sendable, Equatable {
        package var id: String = ""
        package var deploymentID: String = ""

        package init() {}

        package init(
            id: String = "",
            deploymentID: String = ""
        ) {
            self.id = id
            self.deploymentID = deploymentID
        }
    }
}

extension Proto.RollbackRequest: WireMessage {
    package static let schema = "slipway.v1.RollbackRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__rollback_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__rollback_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__RollbackRequest) {
        self.id = String(wire: c.id)
        self.deploymentID = String(wire: c.deployment_id)
    }

    func write(to c: inout Slipway__V1__RollbackRequest, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "RollbackRequest.id")
        c.deployment_id = try arena.text(self.deploymentID, "RollbackRequest.deployment_id")
    }
}

extension Proto {
    /// The message `TimelineItem` of deploy.proto.
    package struct TimelineItem: Sendable, Equatable {
        package var step: String = ""
        package var state: String = ""
        package var attempt: UInt32 = 0
        package var startedAt: Int64?
        package var finishedAt: Int64?
        package var detail: String = ""

        package init() {}

        package init(
            step: String = "",
            state: String = "",
            attempt: UInt32 = 0,
            startedAt: Int64? = nil,
            finishedAt: Int64? = nil,
            detail: String = ""
        ) {
            self.step = step
            self.state = state
            self.attempt = attempt
            self.startedAt = startedAt
            self.finishedAt = finishedAt
            self.detail = detail
        }
    }
}

extension Proto.TimelineItem: WireMessage {
    package static let schema = "slipway.v1.TimelineItem"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__timeline_item__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__timeline_item__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__TimelineItem) {
        self.step = String(wire: c.step)
        self.state = String(wire: c.state)
        self.attempt = c.attempt
        self.startedAt = c.started_at.map { $0.pointee.value }
        self.finishedAt = c.finished_at.map { $0.pointee.value }
        self.detail = String(wire: c.detail)
    }

    func write(to c: inout Slipway__V1__TimelineItem, in arena: inout Arena) throws(Core.Fault) {
        c.step = try arena.text(self.step, "TimelineItem.step")
        c.state = try arena.text(self.state, "TimelineItem.state")
        if self.attempt != 0 { c.has_attempt = 1; c.attempt = self.attempt }
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
        c.detail = try arena.text(self.detail, "TimelineItem.detail")
    }
}

extension Proto {
    /// The message `Timeline` of deploy.proto.
    package struct Timeline: Sendable, Equatable {
        package var items: [Proto.TimelineItem] = []

        package init() {}

        package init(
            items: [Proto.TimelineItem] = []
        ) {
            self.items = items
        }
    }
}

extension Proto.Timeline: WireMessage {
    package static let schema = "slipway.v1.Timeline"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__timeline__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__timeline__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Timeline) {
        self.items = WireFormat.array(c.items, c.n_items, Proto.TimelineItem.init(reading:))
    }

    func write(to c: inout Slipway__V1__Timeline, in arena: inout Arena) throws(Core.Fault) {
        if !self.items.isEmpty {
            c.n_items = self.items.count
            c.items = arena.pointers(self.items.count)
            for (index, item) in self.items.enumerated() {
                let place = arena.make(slipway__v1__timeline_item__init)
                try item.write(to: &place.pointee, in: &arena)
                c.items[index] = place
            }
        }
    }
}

extension Proto {
    /// The message `SetScaleRequest` of deploy.proto.
    package struct SetScaleRequest: Sendable, Equatable {
        package var appID: String = ""
        package var instances: UInt32 = 0
        package var autoscaling: Proto.Autoscaling?

        package init() {}

        package init(
            appID: String = "",
            instances: UInt32 = 0,
            autoscaling: Proto.Autoscaling? = nil
        ) {
            self.appID = appID
            self.instances = instances
            self.autoscaling = autoscaling
        }
    }
}

extension Proto.SetScaleRequest: WireMessage {
    package static let schema = "slipway.v1.SetScaleRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__set_scale_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__set_scale_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__SetScaleRequest) {
        self.appID = String(wire: c.app_id)
        self.instances = c.instances
        self.autoscaling = c.autoscaling.map { Proto.Autoscaling(reading: $0.pointee) }
    }

    func write(to c: inout Slipway__V1__SetScaleRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "SetScaleRequest.app_id")
        if self.instances != 0 { c.has_instances = 1; c.instances = self.instances }
        if let value = self.autoscaling {
            let place = arena.make(slipway__v1__autoscaling__init)
            try value.write(to: &place.pointee, in: &arena)
            c.autoscaling = place
        }
    }
}

extension Proto {
    /// The message `Scale` of deploy.proto.
    package struct Scale: Sendable, Equatable {
        package var appID: String = ""
        package var instances: UInt32 = 0
        package var autoscaling: Proto.Autoscaling?

        package init() {}

        package init(
            appID: String = "",
            instances: UInt32 = 0,
            autoscaling: Proto.Autoscaling? = nil
        ) {
            self.appID = appID
            self.instances = instances
            self.autoscaling = autoscaling
        }
    }
}

extension Proto.Scale: WireMessage {
    package static let schema = "slipway.v1.Scale"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__scale__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__scale__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Scale) {
        self.appID = String(wire: c.app_id)
        self.instances = c.instances
        self.autoscaling = c.autoscaling.map { Proto.Autoscaling(reading: $0.pointee) }
    }

    func write(to c: inout Slipway__V1__Scale, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "Scale.app_id")
        if self.instances != 0 { c.has_instances = 1; c.instances = self.instances }
        if let value = self.autoscaling {
            let place = arena.make(slipway__v1__autoscaling__init)
            try value.write(to: &place.pointee, in: &arena)
            c.autoscaling = place
        }
    }
}

extension Proto {
    /// The message `RestartRequest` of deploy.proto.
    package struct RestartRequest: Sendable, Equatable {
        package var appID: String = ""

        package init() {}

        package init(
            appID: String = ""
        ) {
            self.appID = appID
        }
    }
}

extension Proto.RestartRequest: WireMessage {
    package static let schema = "slipway.v1.RestartRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__restart_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__restart_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__RestartRequest) {
        self.appID = String(wire: c.app_id)
    }

    func write(to c: inout Slipway__V1__RestartRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "RestartRequest.app_id")
    }
}

extension Proto {
    /// What an instance uses now, as its runtime tells.
    package struct InstanceUsage: Sendable, Equatable {
        package var cpuMillicores: UInt32 = 0
        package var memoryBytes: UInt64 = 0
        package var memoryLimitBytes: UInt64 = 0

        package init() {}

        package init(
            cpuMillicores: UInt32 = 0,
            memoryBytes: UInt64 = 0,
            memoryLimitBytes: UInt64 = 0
        ) {
            self.cpuMillicores = cpuMillicores
            self.memoryBytes = memoryBytes
            self.memoryLimitBytes = memoryLimitBytes
        }
    }
}

extension Proto.InstanceUsage: WireMessage {
    package static let schema = "slipway.v1.InstanceUsage"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__instance_usage__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__instance_usage__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__InstanceUsage) {
        self.cpuMillicores = c.cpu_millicores
        self.memoryBytes = c.memory_bytes
        self.memoryLimitBytes = c.memory_limit_bytes
    }

    func write(to c: inout Slipway__V1__InstanceUsage, in arena: inout Arena) throws(Core.Fault) {
        if self.cpuMillicores != 0 { c.has_cpu_millicores = 1; c.cpu_millicores = self.cpuMillicores }
        if self.memoryBytes != 0 { c.has_memory_bytes = 1; c.memory_bytes = self.memoryBytes }
        if self.memoryLimitBytes != 0 { c.has_memory_limit_bytes = 1; c.memory_limit_bytes = self.memoryLimitBytes }
    }
}

extension Proto {
    /// Fact deploy.instance.<verb>: created, serving, exited, restarted, failed, stopping, stopped, removed. Its log is to be had
    /// under `container_id`, which is one thing to read from its first line to its last:
    /// - on an engine the id of the container, which keeps it through restarts;
    /// - on Kubernetes the uid of the Pod. `pod_namespace`, `pod_name` and `pod_container` say where the API server gives its log. `restarts`
    /// is that container's restartCount: when it rises, a container ended whose last lines are those of `previous=true`. The fact
    /// that first names the Pod has the verb created, at the latest two seconds after the Pod was scheduled; `stopping` comes when
    /// the Pod is told to end, and `removed` when the API server has it no more: from then on nothing can be read.
    package struct Instance: Sendable, Equatable {
        package var id: String = ""
        package var name: String = ""
        package var appID: String = ""
        package var projectID: String = ""
        package var deploymentID: String = ""
        package var release: UInt32 = 0
        package var state: String = ""
        package var restarts: UInt32 = 0
        package var createdAt: Int64 = 0
        package var containerID: String = ""
        package var stoppedAt: Int64?
        package var usage: Proto.InstanceUsage?
        package var podNamespace: String = ""
        package var podName: String = ""
        package var podContainer: String = ""

        package init() {}

        package init(
            id: String = "",
            name: String = "",
            appID: String = "",
            projectID: String = "",
            deploymentID: String = "",
            release: UInt32 = 0,
            state: String = "",
            restarts: UInt32 = 0,
            createdAt: Int64 = 0,
            containerID: String = "",
            stoppedAt: Int64? = nil,
            usage: Proto.InstanceUsage? = nil,
            podNamespace: String = "",
            podName: String = "",
            podContainer: String = ""
        ) {
            self.id = id
            self.name = name
            self.appID = appID
            self.projectID = projectID
            self.deploymentID = deploymentID
            self.release = release
            self.state = state
            self.restarts = restarts
            self.createdAt = createdAt
            self.containerID = containerID
            self.stoppedAt = stoppedAt
            self.usage = usage
            self.podNamespace = podNamespace
            self.podName = podName
            self.podContainer = podContainer
        }
    }
}

extension Proto.Instance: WireMessage {
    package static let schema = "slipway.v1.Instance"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__instance__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__instance__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Instance) {
        self.id = String(wire: c.id)
        self.name = String(wire: c.name)
        self.appID = String(wire: c.app_id)
        self.projectID = String(wire: c.project_id)
        self.deploymentID = String(wire: c.deployment_id)
        self.release = c.release
        self.state = String(wire: c.state)
        self.restarts = c.restarts
        self.createdAt = c.created_at
        self.containerID = String(wire: c.container_id)
        self.stoppedAt = c.stopped_at.map { $0.pointee.value }
        self.usage = c.usage.map { Proto.InstanceUsage(reading: $0.pointee) }
        self.podNamespace = String(wire: c.pod_namespace)
        self.podName = String(wire: c.pod_name)
        self.podContainer = String(wire: c.pod_container)
    }

    func write(to c: inout Slipway__V1__Instance, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "Instance.id")
        c.name = try arena.text(self.name, "Instance.name")
        c.app_id = try arena.text(self.appID, "Instance.app_id")
        c.project_id = try arena.text(self.projectID, "Instance.project_id")
        c.deployment_id = try arena.text(self.deploymentID, "Instance.deployment_id")
        if self.release != 0 { c.has_release = 1; c.release = self.release }
        c.state = try arena.text(self.state, "Instance.state")
        if self.restarts != 0 { c.has_restarts = 1; c.restarts = self.restarts }
        if self.createdAt != 0 { c.has_created_at = 1; c.created_at = self.createdAt }
        c.container_id = try arena.text(self.containerID, "Instance.container_id")
        if let value = self.stoppedAt {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.stopped_at = place
        }
        if let value = self.usage {
            let place = arena.make(slipway__v1__instance_usage__init)
            try value.write(to: &place.pointee, in: &arena)
            c.usage = place
        }
        c.pod_namespace = try arena.text(self.podNamespace, "Instance.pod_namespace")
        c.pod_name = try arena.text(self.podName, "Instance.pod_name")
        c.pod_container = try arena.text(self.podContainer, "Instance.pod_container")
    }
}

extension Proto {
    /// The message `ListInstancesRequest` of deploy.proto.
    package struct ListInstancesRequest: Sendable, Equatable {
        package var appID: String = ""

        package init() {}

        package init(
            appID: String = ""
        ) {
            self.appID = appID
        }
    }
}

extension Proto.ListInstancesRequest: WireMessage {
    package static let schema = "slipway.v1.ListInstancesRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__list_instances_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__list_instances_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ListInstancesRequest) {
        self.appID = String(wire: c.app_id)
    }

    func write(to c: inout Slipway__V1__ListInstancesRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "ListInstancesRequest.app_id")
    }
}

extension Proto {
    /// The message `InstanceList` of deploy.proto.
    package struct InstanceList: Sendable, Equatable {
        package var items: [Proto.Instance] = []

        package init() {}

        package init(
            items: [Proto.Instance] = []
        ) {
            self.items = items
        }
    }
}

extension Proto.InstanceList: WireMessage {
    package static let schema = "slipway.v1.InstanceList"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__instance_list__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__instance_list__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__InstanceList) {
        self.items = WireFormat.array(c.items, c.n_items, Proto.Instance.init(reading:))
    }

    func write(to c: inout Slipway__V1__InstanceList, in arena: inout Arena) throws(Core.Fault) {
        if !self.items.isEmpty {
            c.n_items = self.items.count
            c.items = arena.pointers(self.items.count)
            for (index, item) in self.items.enumerated() {
                let place = arena.make(slipway__v1__instance__init)
                try item.write(to: &place.pointee, in: &arena)
                c.items[index] = place
            }
        }
    }
}

extension Proto {
    /// The message `Release` of deploy.proto.
    package struct Release: Sendable, Equatable {
        package var number: UInt32 = 0
        package var image: String = ""
        package var config: UInt32 = 0
        package var commit: String?
        package var buildID: String?
        package var createdAt: Int64 = 0
        package var serving: Bool = false
        package var imageRemovedAt: Int64?

        package init() {}

        package init(
            number: UInt32 = 0,
            image: String = "",
            config: UInt32 = 0,
            commit: String? = nil,
            buildID: String? = nil,
            createdAt: Int64 = 0,
            serving: Bool = false,
            imageRemovedAt: Int64? = nil
        ) {
            self.number = number
            self.image = image
            self.config = config
            self.commit = commit
            self.buildID = buildID
            self.createdAt = createdAt
            self.serving = serving
            self.imageRemovedAt = imageRemovedAt
        }
    }
}

extension Proto.Release: WireMessage {
    package static let schema = "slipway.v1.Release"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__release__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__release__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Release) {
        self.number = c.number
        self.image = String(wire: c.image)
        self.config = c.config
        self.commit = c.commit.map { String(wire: $0.pointee.value) }
        self.buildID = c.build_id.map { String(wire: $0.pointee.value) }
        self.createdAt = c.created_at
        self.serving = c.serving != 0
        self.imageRemovedAt = c.image_removed_at.map { $0.pointee.value }
    }

    func write(to c: inout Slipway__V1__Release, in arena: inout Arena) throws(Core.Fault) {
        if self.number != 0 { c.has_number = 1; c.number = self.number }
        c.image = try arena.text(self.image, "Release.image")
        if self.config != 0 { c.has_config = 1; c.config = self.config }
        if let value = self.commit {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "Release.commit")
            c.commit = place
        }
        if let value = self.buildID {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "Release.build_id")
            c.build_id = place
        }
        if self.createdAt != 0 { c.has_created_at = 1; c.created_at = self.createdAt }
        if self.serving { c.has_serving = 1; c.serving = 1 }
        if let value = self.imageRemovedAt {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.image_removed_at = place
        }
    }
}

extension Proto {
    /// The message `ListReleasesRequest` of deploy.proto.
    package struct ListReleasesRequest: Sendable, Equatable {
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

extension Proto.ListReleasesRequest: WireMessage {
    package static let schema = "slipway.v1.ListReleasesRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__list_releases_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__list_releases_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ListReleasesRequest) {
        self.appID = String(wire: c.app_id)
        self.limit = c.limit
        self.cursor = String(wire: c.cursor)
    }

    func write(to c: inout Slipway__V1__ListReleasesRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "ListReleasesRequest.app_id")
        if self.limit != 0 { c.has_limit = 1; c.limit = self.limit }
        c.cursor = try arena.text(self.cursor, "ListReleasesRequest.cursor")
    }
}

extension Proto {
    /// The message `ReleaseList` of deploy.proto.
    package struct ReleaseList: Sendable, Equatable {
        package var items: [Proto.Release] = []
        package var nextCursor: String?

        package init() {}

        package init(
            items: [Proto.Release] = [],
            nextCursor: String? = nil
        ) {
            self.items = items
            self.nextCursor = nextCursor
        }
    }
}

extension Proto.ReleaseList: WireMessage {
    package static let schema = "slipway.v1.ReleaseList"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__release_list__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__release_list__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ReleaseList) {
        self.items = WireFormat.array(c.items, c.n_items, Proto.Release.init(reading:))
        self.nextCursor = c.next_cursor.map { String(wire: $0.pointee.value) }
    }

    func write(to c: inout Slipway__V1__ReleaseList, in arena: inout Arena) throws(Core.Fault) {
        if !self.items.isEmpty {
            c.n_items = self.items.count
            c.items = arena.pointers(self.items.count)
            for (index, item) in self.items.enumerated() {
                let place = arena.make(slipway__v1__release__init)
                try item.write(to: &place.pointee, in: &arena)
                c.items[index] = place
            }
        }
        if let value = self.nextCursor {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "ReleaseList.next_cursor")
            c.next_cursor = place
        }
    }
}

extension Proto {
    /// Fact deploy.app.changed: how an app is. The app service keeps the newest beside the app (higher revision wins).
    package struct AppStatus: Sendable, Equatable {
        package var appID: String = ""
        package var projectID: String = ""
        package var revision: UInt64 = 0
        package var status: String = ""
        package var latestDeployment: Proto.DeploymentSummary?
        package var currentDeploymentID: String?
        package var instances: UInt32 = 0
        package var heldCommit: String?
        package var autoscaling: Proto.Autoscaling?

        package init() {}

        package init(
            appID: String = "",
            projectID: String = "",
            revision: UInt64 = 0,
            status: String = "",
            latestDeployment: Proto.DeploymentSummary? = nil,
            currentDeploymentID: String? = nil,
            instances: UInt32 = 0,
            heldCommit: String? = nil,
            autoscaling: Proto.Autoscaling? = nil
        ) {
            self.appID = appID
            self.projectID = projectID
            self.revision = revision
            self.status = status
            self.latestDeployment = latestDeployment
            self.currentDeploymentID = currentDeploymentID
            self.instances = instances
            self.heldCommit = heldCommit
            self.autoscaling = autoscaling
        }
    }
}

extension Proto.AppStatus: WireMessage {
    package static let schema = "slipway.v1.AppStatus"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__app_status__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__app_status__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__AppStatus) {
        self.appID = String(wire: c.app_id)
        self.projectID = String(wire: c.project_id)
        self.revision = c.revision
        self.status = String(wire: c.status)
        self.latestDeployment = c.latest_deployment.map { Proto.DeploymentSummary(reading: $0.pointee) }
        self.currentDeploymentID = c.current_deployment_id.map { String(wire: $0.pointee.value) }
        self.instances = c.instances
        self.heldCommit = c.held_commit.map { String(wire: $0.pointee.value) }
        self.autoscaling = c.autoscaling.map { Proto.Autoscaling(reading: $0.pointee) }
    }

    func write(to c: inout Slipway__V1__AppStatus, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "AppStatus.app_id")
        c.project_id = try arena.text(self.projectID, "AppStatus.project_id")
        if self.revision != 0 { c.has_revision = 1; c.revision = self.revision }
        c.status = try arena.text(self.status, "AppStatus.status")
        if let value = self.latestDeployment {
            let place = arena.make(slipway__v1__deployment_summary__init)
            try value.write(to: &place.pointee, in: &arena)
            c.latest_deployment = place
        }
        if let value = self.currentDeploymentID {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "AppStatus.current_deployment_id")
            c.current_deployment_id = place
        }
        if self.instances != 0 { c.has_instances = 1; c.instances = self.instances }
        if let value = self.heldCommit {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "AppStatus.held_commit")
            c.held_commit = place
        }
        if let value = self.autoscaling {
            let place = arena.make(slipway__v1__autoscaling__init)
            try value.write(to: &place.pointee, in: &arena)
            c.autoscaling = place
        }
    }
}

extension Proto {
    /// Which of these images does nothing need, neither what runs or is on its way nor a rollback? They are gone for the deploy
    /// service from its answer on: no deployment will use them any more.
    package struct GiveUpImagesRequest: Sendable, Equatable {
        package var appID: String = ""
        package var candidates: [Proto.ImageCandidate] = []

        package init() {}

        package init(
            appID: String = "",
            candidates: [Proto.ImageCandidate] = []
        ) {
            self.appID = appID
            self.candidates = candidates
        }
    }
}

extension Proto.GiveUpImagesRequest: WireMessage {
    package static let schema = "slipway.v1.GiveUpImagesRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__give_up_images_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__give_up_images_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__GiveUpImagesRequest) {
        self.appID = String(wire: c.app_id)
        self.candidates = WireFormat.array(c.candidates, c.n_candidates, Proto.ImageCandidate.init(reading:))
    }

    func write(to c: inout Slipway__V1__GiveUpImagesRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "GiveUpImagesRequest.app_id")
        if !self.candidates.isEmpty {
            c.n_candidates = self.candidates.count
            c.candidates = arena.pointers(self.candidates.count)
            for (index, item) in self.candidates.enumerated() {
                let place = arena.make(slipway__v1__image_candidate__init)
                try item.write(to: &place.pointee, in: &arena)
                c.candidates[index] = place
            }
        }
    }
}

extension Proto {
    /// The message `ImageCandidate` of deploy.proto.
    package struct ImageCandidate: Sendable, Equatable {
        package var image: String = ""
        package var buildIDs: [String] = []

        package init() {}

        package init(
            image: String = "",
            buildIDs: [String] = []
        ) {
            self.image = image
            self.buildIDs = buildIDs
        }
    }
}

extension Proto.ImageCandidate: WireMessage {
    package static let schema = "slipway.v1.ImageCandidate"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__image_candidate__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__image_candidate__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ImageCandidate) {
        self.image = String(wire: c.image)
        self.buildIDs = WireFormat.strings(c.build_ids, c.n_build_ids)
    }

    func write(to c: inout Slipway__V1__ImageCandidate, in arena: inout Arena) throws(Core.Fault) {
        c.image = try arena.text(self.image, "ImageCandidate.image")
        if !self.buildIDs.isEmpty {
            c.n_build_ids = self.buildIDs.count
            c.build_ids = try arena.texts(self.buildIDs, "ImageCandidate.build_ids")
        }
    }
}

extension Proto {
    /// The message `GiveUpImagesReply` of deploy.proto.
    package struct GiveUpImagesReply: Sendable, Equatable {
        package var images: [String] = []

        package init() {}

        package init(
            images: [String] = []
        ) {
            self.images = images
        }
    }
}

extension Proto.GiveUpImagesReply: WireMessage {
    package static let schema = "slipway.v1.GiveUpImagesReply"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__give_up_images_reply__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__give_up_images_reply__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__GiveUpImagesReply) {
        self.images = WireFormat.strings(c.images, c.n_images)
    }

    func write(to c: inout Slipway__V1__GiveUpImagesReply, in arena: inout Arena) throws(Core.Fault) {
        if !self.images.isEmpty {
            c.n_images = self.images.count
            c.images = try arena.texts(self.images, "GiveUpImagesReply.images")
        }
    }
}

/// What the deploy service answers.
package enum DeployRPC {
    package static let createDeployment = RPCMethod<Proto.CreateDeploymentRequest, Proto.Deployment>("deploy", "create_deployment")
    package static let getDeployment = RPCMethod<Proto.GetDeploymentRequest, Proto.Deployment>("deploy", "get_deployment")
    package static let listDeployments = RPCMethod<Proto.ListDeploymentsRequest, Proto.DeploymentList>("deploy", "list_deployments")
    package static let cancelDeployment = RPCMethod<Proto.GetDeploymentRequest, Proto.Deployment>("deploy", "cancel_deployment")
    package static let rollback = RPCMethod<Proto.RollbackRequest, Proto.Deployment>("deploy", "rollback")
    package static let getTimeline = RPCMethod<Proto.GetDeploymentRequest, Proto.Timeline>("deploy", "get_timeline")
    package static let setScale = RPCMethod<Proto.SetScaleRequest, Proto.Scale>("deploy", "set_scale")
    package static let restart = RPCMethod<Proto.RestartRequest, Proto.Empty>("deploy", "restart")
    package static let listInstances = RPCMethod<Proto.ListInstancesRequest, Proto.InstanceList>("deploy", "list_instances")
    package static let listReleases = RPCMethod<Proto.ListReleasesRequest, Proto.ReleaseList>("deploy", "list_releases")

    /// Every subject of this table.
    package static let all: [String] = [
        createDeployment.subject,
        getDeployment.subject,
        listDeployments.subject,
        cancelDeployment.subject,
        rollback.subject,
        getTimeline.subject,
        setScale.subject,
        restart.subject,
        listInstances.subject,
        listReleases.subject,
    ]
}

/// What the deploy service answers to other services.
package enum DeployInternalRPC {
    package static let locate = RPCMethod<Proto.LocateRequest, Proto.Location>("deploy", "internal.locate")
    package static let requestDeployment = RPCMethod<Proto.RequestDeploymentRequest, Proto.RequestDeploymentReply>("deploy", "internal.request_deployment")
    package static let deleteApp = RPCMethod<Proto.DeleteAppRequest, Proto.DeletionReply>("deploy", "internal.delete_app")
    package static let deleteProject = RPCMethod<Proto.DeleteProjectAppsRequest, Proto.DeletionReply>("deploy", "internal.delete_project")
    package static let changes = RPCMethod<Proto.ChangesRequest, Proto.ChangesReply>("deploy", "internal.changes")
    package static let storage = RPCMethod<Proto.Empty, Proto.StorageReply>("deploy", "internal.storage")
    package static let giveUpImages = RPCMethod<Proto.GiveUpImagesRequest, Proto.GiveUpImagesReply>("deploy", "internal.give_up_images")

    /// Every subject of this table.
    package static let all: [String] = [
        locate.subject,
        requestDeployment.subject,
        deleteApp.subject,
        deleteProject.subject,
        changes.subject,
        storage.subject,
        giveUpImages.subject,
    ]
}
