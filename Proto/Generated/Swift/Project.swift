// Written by Proto/generate from Proto/project.proto; do not edit.

internal import CMessages
package import Core
package import Wire

extension Proto {
    /// The message `Project` of project.proto.
    package struct Project: Sendable, Equatable {
        package var id: String = ""
        package var name: String = ""
        package var state: String = ""
        package var role: String = ""
        package var ownerID: String = ""
        package var createdAt: Int64 = 0
        package var updatedAt: Int64 = 0
        package var displayName: String = ""
        package var logRetentionDays: Int64?
        package var logRetentionBytes: Int64?

        package init() {}

        package init(
            id: String = "",
            name: String = "",
            state: String = "",
            role: String = "",
            ownerID: String = "",
            createdAt: Int64 = 0,
            updatedAt: Int64 = 0,
            displayName: String = "",
            logRetentionDays: Int64? = nil,
            logRetentionBytes: Int64? = nil
        ) {
            self.id = id
            self.name = name
            self.state = state
            self.role = role
            self.ownerID = ownerID
            self.createdAt = createdAt
            self.updatedAt = updatedAt
            self.displayName = displayName
            self.logRetentionDays = logRetentionDays
            self.logRetentionBytes = logRetentionBytes
        }
    }
}

extension Proto.Project: WireMessage {
    package static let schema = "slipway.v1.Project"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__project__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__project__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Project) {
        self.id = String(wire: c.id)
        self.name = String(wire: c.name)
        self.state = String(wire: c.state)
        self.role = String(wire: c.role)
        self.ownerID = String(wire: c.owner_id)
        self.createdAt = c.created_at
        self.updatedAt = c.updated_at
        self.displayName = String(wire: c.display_name)
        self.logRetentionDays = c.log_retention_days.map { $0.pointee.value }
        self.logRetentionBytes = c.log_retention_bytes.map { $0.pointee.value }
    }

    func write(to c: inout Slipway__V1__Project, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "Project.id")
        c.name = try arena.text(self.name, "Project.name")
        c.state = try arena.text(self.state, "Project.state")
        c.role = try arena.text(self.role, "Project.role")
        c.owner_id = try arena.text(self.ownerID, "Project.owner_id")
        if self.createdAt != 0 { c.has_created_at = 1; c.created_at = self.createdAt }
        if self.updatedAt != 0 { c.has_updated_at = 1; c.updated_at = self.updatedAt }
        c.display_name = try arena.text(self.displayName, "Project.display_name")
        if let value = self.logRetentionDays {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.log_retention_days = place
        }
        if let value = self.logRetentionBytes {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.log_retention_bytes = place
        }
    }
}

extension Proto {
    /// The message `CreateProjectRequest` of project.proto.
    package struct CreateProjectRequest: Sendable, Equatable {
        package var name: String = ""
        package var id: String = ""

        package init() {}

        package init(
            name: String = "",
            id: String = ""
        ) {
            self.name = name
            self.id = id
        }
    }
}

extension Proto.CreateProjectRequest: WireMessage {
    package static let schema = "slipway.v1.CreateProjectRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__create_project_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__create_project_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__CreateProjectRequest) {
        self.name = String(wire: c.name)
        self.id = String(wire: c.id)
    }

    func write(to c: inout Slipway__V1__CreateProjectRequest, in arena: inout Arena) throws(Core.Fault) {
        c.name = try arena.text(self.name, "CreateProjectRequest.name")
        c.id = try arena.text(self.id, "CreateProjectRequest.id")
    }
}

extension Proto {
    /// The message `GetProjectRequest` of project.proto.
    package struct GetProjectRequest: Sendable, Equatable {
        package var projectID: String = ""

        package init() {}

        package init(
            projectID: String = ""
        ) {
            self.projectID = projectID
        }
    }
}

extension Proto.GetProjectRequest: WireMessage {
    package static let schema = "slipway.v1.GetProjectRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__get_project_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__get_project_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__GetProjectRequest) {
        self.projectID = String(wire: c.project_id)
    }

    func write(to c: inout Slipway__V1__GetProjectRequest, in arena: inout Arena) throws(Core.Fault) {
        c.project_id = try arena.text(self.projectID, "GetProjectRequest.project_id")
    }
}

extension Proto {
    /// The message `ListProjectsRequest` of project.proto.
    package struct ListProjectsRequest: Sendable, Equatable {
        package var accountID: String = ""
        package var limit: UInt32 = 0
        package var cursor: String = ""

        package init() {}

        package init(
            accountID: String = "",
            limit: UInt32 = 0,
            cursor: String = ""
        ) {
            self.accountID = accountID
            self.limit = limit
            self.cursor = cursor
        }
    }
}

extension Proto.ListProjectsRequest: WireMessage {
    package static let schema = "slipway.v1.ListProjectsRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__list_projects_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__list_projects_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ListProjectsRequest) {
        self.accountID = String(wire: c.account_id)
        self.limit = c.limit
        self.cursor = String(wire: c.cursor)
    }

    func write(to c: inout Slipway__V1__ListProjectsRequest, in arena: inout Arena) throws(Core.Fault) {
        c.account_id = try arena.text(self.accountID, "ListProjectsRequest.account_id")
        if self.limit != 0 { c.has_limit = 1; c.limit = self.limit }
        c.cursor = try arena.text(self.cursor, "ListProjectsRequest.cursor")
    }
}

extension Proto {
    /// The message `ProjectList` of project.proto.
    package struct ProjectList: Sendable, Equatable {
        package var items: [Proto.Project] = []
        package var nextCursor: String?

        package init() {}

        package init(
            items: [Proto.Project] = [],
            nextCursor: String? = nil
        ) {
            self.items = items
            self.nextCursor = nextCursor
        }
    }
}

extension Proto.ProjectList: WireMessage {
    package static let schema = "slipway.v1.ProjectList"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__project_list__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__project_list__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ProjectList) {
        self.items = WireFormat.array(c.items, c.n_items, Proto.Project.init(reading:))
        self.nextCursor = c.next_cursor.map { String(wire: $0.pointee.value) }
    }

    func write(to c: inout Slipway__V1__ProjectList, in arena: inout Arena) throws(Core.Fault) {
        if !self.items.isEmpty {
            c.n_items = self.items.count
            c.items = arena.pointers(self.items.count)
            for (index, item) in self.items.enumerated() {
                let place = arena.make(slipway__v1__project__init)
                try item.write(to: &place.pointee, in: &arena)
                c.items[index] = place
            }
        }
        if let value = self.nextCursor {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "ProjectList.next_cursor")
            c.next_cursor = place
        }
    }
}

extension Proto {
    /// The message `UpdateProjectRequest` of project.proto.
    package struct UpdateProjectRequest: Sendable, Equatable {
        package var projectID: String = ""
        package var displayName: String?
        package var logRetentionDays: Int64?
        package var logRetentionBytes: Int64?

        package init() {}

        package init(
            projectID: String = "",
            displayName: String? = nil,
            logRetentionDays: Int64? = nil,
            logRetentionBytes: Int64? = nil
        ) {
            self.projectID = projectID
            self.displayName = displayName
            self.logRetentionDays = logRetentionDays
            self.logRetentionBytes = logRetentionBytes
        }
    }
}

extension Proto.UpdateProjectRequest: WireMessage {
    package static let schema = "slipway.v1.UpdateProjectRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__update_project_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__update_project_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__UpdateProjectRequest) {
        self.projectID = String(wire: c.project_id)
        self.displayName = c.display_name.map { String(wire: $0.pointee.value) }
        self.logRetentionDays = c.log_retention_days.map { $0.pointee.value }
        self.logRetentionBytes = c.log_retention_bytes.map { $0.pointee.value }
    }

    func write(to c: inout Slipway__V1__UpdateProjectRequest, in arena: inout Arena) throws(Core.Fault) {
        c.project_id = try arena.text(self.projectID, "UpdateProjectRequest.project_id")
        if let value = self.displayName {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateProjectRequest.display_name")
            c.display_name = place
        }
        if let value = self.logRetentionDays {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.log_retention_days = place
        }
        if let value = self.logRetentionBytes {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.log_retention_bytes = place
        }
    }
}

extension Proto {
    /// The message `DeleteProjectRequest` of project.proto.
    package struct DeleteProjectRequest: Sendable, Equatable {
        package var projectID: String = ""

        package init() {}

        package init(
            projectID: String = ""
        ) {
            self.projectID = projectID
        }
    }
}

extension Proto.DeleteProjectRequest: WireMessage {
    package static let schema = "slipway.v1.DeleteProjectRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__delete_project_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__delete_project_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__DeleteProjectRequest) {
        self.projectID = String(wire: c.project_id)
    }

    func write(to c: inout Slipway__V1__DeleteProjectRequest, in arena: inout Arena) throws(Core.Fault) {
        c.project_id = try arena.text(self.projectID, "DeleteProjectRequest.project_id")
    }
}

extension Proto {
    /// All projects in the order of their ids, for who has lost the feed.
    package struct ListAllProjectsRequest: Sendable, Equatable {
        package var afterID: String = ""
        package var limit: UInt32 = 0

        package init() {}

        package init(
            afterID: String = "",
            limit: UInt32 = 0
        ) {
            self.afterID = afterID
            self.limit = limit
        }
    }
}

extension Proto.ListAllProjectsRequest: WireMessage {
    package static let schema = "slipway.v1.ListAllProjectsRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__list_all_projects_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__list_all_projects_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ListAllProjectsRequest) {
        self.afterID = String(wire: c.after_id)
        self.limit = c.limit
    }

    func write(to c: inout Slipway__V1__ListAllProjectsRequest, in arena: inout Arena) throws(Core.Fault) {
        c.after_id = try arena.text(self.afterID, "ListAllProjectsRequest.after_id")
        if self.limit != 0 { c.has_limit = 1; c.limit = self.limit }
    }
}

extension Proto {
    /// project: an id or a name. Fails with not_found also when the account is no member.
    package struct MembershipRequest: Sendable, Equatable {
        package var accountID: String = ""
        package var project: String = ""

        package init() {}

        package init(
            accountID: String = "",
            project: String = ""
        ) {
            self.accountID = accountID
            self.project = project
        }
    }
}

extension Proto.MembershipRequest: WireMessage {
    package static let schema = "slipway.v1.MembershipRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__membership_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__membership_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__MembershipRequest) {
        self.accountID = String(wire: c.account_id)
        self.project = String(wire: c.project)
    }

    func write(to c: inout Slipway__V1__MembershipRequest, in arena: inout Arena) throws(Core.Fault) {
        c.account_id = try arena.text(self.accountID, "MembershipRequest.account_id")
        c.project = try arena.text(self.project, "MembershipRequest.project")
    }
}

extension Proto {
    /// The message `Membership` of project.proto.
    package struct Membership: Sendable, Equatable {
        package var projectID: String = ""
        package var projectName: String = ""
        package var role: String = ""
        package var state: String = ""

        package init() {}

        package init(
            projectID: String = "",
            projectName: String = "",
            role: String = "",
            state: String = ""
        ) {
            self.projectID = projectID
            self.projectName = projectName
            self.role = role
            self.state = state
        }
    }
}

extension Proto.Membership: WireMessage {
    package static let schema = "slipway.v1.Membership"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__membership__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__membership__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Membership) {
        self.projectID = String(wire: c.project_id)
        self.projectName = String(wire: c.project_name)
        self.role = String(wire: c.role)
        self.state = String(wire: c.state)
    }

    func write(to c: inout Slipway__V1__Membership, in arena: inout Arena) throws(Core.Fault) {
        c.project_id = try arena.text(self.projectID, "Membership.project_id")
        c.project_name = try arena.text(self.projectName, "Membership.project_name")
        c.role = try arena.text(self.role, "Membership.role")
        c.state = try arena.text(self.state, "Membership.state")
    }
}

/// What the project service answers.
package enum ProjectRPC {
    package static let createProject = RPCMethod<Proto.CreateProjectRequest, Proto.Project>("project", "create_project")
    package static let getProject = RPCMethod<Proto.GetProjectRequest, Proto.Project>("project", "get_project")
    package static let listProjects = RPCMethod<Proto.ListProjectsRequest, Proto.ProjectList>("project", "list_projects")
    package static let updateProject = RPCMethod<Proto.UpdateProjectRequest, Proto.Project>("project", "update_project")
    package static let deleteProject = RPCMethod<Proto.DeleteProjectRequest, Proto.Empty>("project", "delete_project")

    /// Every subject of this table.
    package static let all: [String] = [
        createProject.subject,
        getProject.subject,
        listProjects.subject,
        updateProject.subject,
        deleteProject.subject,
    ]
}

/// What the project service answers to other services.
package enum ProjectInternalRPC {
    package static let getMembership = RPCMethod<Proto.MembershipRequest, Proto.Membership>("project", "internal.get_membership")
    package static let listAllProjects = RPCMethod<Proto.ListAllProjectsRequest, Proto.ProjectList>("project", "internal.list_all_projects")
    package static let changes = RPCMethod<Proto.ChangesRequest, Proto.ChangesReply>("project", "internal.changes")
    package static let storage = RPCMethod<Proto.Empty, Proto.StorageReply>("project", "internal.storage")

    /// Every subject of this table.
    package static let all: [String] = [
        getMembership.subject,
        listAllProjects.subject,
        changes.subject,
        storage.subject,
    ]
}
