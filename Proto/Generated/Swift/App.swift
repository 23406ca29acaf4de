// Written by Proto/generate from Proto/app.proto; do not edit.

internal import CMessages
internal import CProtobufC
package import Core
package import Wire

extension Proto {
    /// The message `SourceSettings` of app.proto.
    package struct SourceSettings: Sendable, Equatable {
        package var repository: String = ""
        package var branch: String = ""
        package var rootDirectory: String = ""
        package var autoDeploy: Bool = false

        package init() {}

        package init(
            repository: String = "",
            branch: String = "",
            rootDirectory: String = "",
            autoDeploy: Bool = false
        ) {
            self.repository = repository
            self.branch = branch
            self.rootDirectory = rootDirectory
            self.autoDeploy = autoDeploy
        }
    }
}

extension Proto.SourceSettings: WireMessage {
    package static let schema = "slipway.v1.SourceSettings"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__source_settings__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__source_settings__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__SourceSettings) {
        self.repository = String(wire: c.repository)
        self.branch = String(wire: c.branch)
        self.rootDirectory = String(wire: c.root_directory)
        self.autoDeploy = c.auto_deploy != 0
    }

    func write(to c: inout Slipway__V1__SourceSettings, in arena: inout Arena) throws(Core.Fault) {
        c.repository = try arena.text(self.repository, "SourceSettings.repository")
        c.branch = try arena.text(self.branch, "SourceSettings.branch")
        c.root_directory = try arena.text(self.rootDirectory, "SourceSettings.root_directory")
        if self.autoDeploy { c.has_auto_deploy = 1; c.auto_deploy = 1 }
    }
}

extension Proto {
    /// The message `BuildSettings` of app.proto.
    package struct BuildSettings: Sendable, Equatable {
        package var method: String = ""
        package var dockerfile: String = ""
        package var baseImage: String = ""
        package var command: String = ""
        package var outputDirectory: String = ""
        package var image: String = ""
        package var plan: String = ""

        package init() {}

        package init(
            method: String = "",
            dockerfile: String = "",
            baseImage: String = "",
            command: String = "",
            outputDirectory: String = "",
            image: String = "",
            plan: String = ""
        ) {
            self.method = method
            self.dockerfile = dockerfile
            self.baseImage = baseImage
            self.command = command
            self.outputDirectory = outputDirectory
            self.image = image
            self.plan = plan
        }
    }
}

extension Proto.BuildSettings: WireMessage {
    package static let schema = "slipway.v1.BuildSettings"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__build_settings__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__build_settings__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__BuildSettings) {
        self.method = String(wire: c.method)
        self.dockerfile = String(wire: c.dockerfile)
        self.baseImage = String(wire: c.base_image)
        self.command = String(wire: c.command)
        self.outputDirectory = String(wire: c.output_directory)
        self.image = String(wire: c.image)
        self.plan = String(wire: c.plan)
    }

    func write(to c: inout Slipway__V1__BuildSettings, in arena: inout Arena) throws(Core.Fault) {
        c.method = try arena.text(self.method, "BuildSettings.method")
        c.dockerfile = try arena.text(self.dockerfile, "BuildSettings.dockerfile")
        c.base_image = try arena.text(self.baseImage, "BuildSettings.base_image")
        c.command = try arena.text(self.command, "BuildSettings.command")
        c.output_directory = try arena.text(self.outputDirectory, "BuildSettings.output_directory")
        c.image = try arena.text(self.image, "BuildSettings.image")
        c.plan = try arena.text(self.plan, "BuildSettings.plan")
    }
}

extension Proto {
    /// The message `RunSettings` of app.proto.
    package struct RunSettings: Sendable, Equatable {
        package var port: UInt32 = 0
        package var command: String = ""
        package var instances: UInt32 = 0
        package var healthPath: String = ""
        package var cpu: String = ""
        package var memory: String = ""
        package var readOnly: Bool = false

        package init() {}

        package init(
            port: UInt32 = 0,
            command: String = "",
            instances: UInt32 = 0,
            healthPath: String = "",
            cpu: String = "",
            memory: String = "",
            readOnly: Bool = false
        ) {
            self.port = port
            self.command = command
            self.instances = instances
            self.healthPath = healthPath
            self.cpu = cpu
            self.memory = memory
            self.readOnly = readOnly
        }
    }
}

extension Proto.RunSettings: WireMessage {
    package static let schema = "slipway.v1.RunSettings"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__run_settings__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__run_settings__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__RunSettings) {
        self.port = c.port
        self.command = String(wire: c.command)
        self.instances = c.instances
        self.healthPath = String(wire: c.health_path)
        self.cpu = String(wire: c.cpu)
        self.memory = String(wire: c.memory)
        self.readOnly = c.read_only != 0
    }

    func write(to c: inout Slipway__V1__RunSettings, in arena: inout Arena) throws(Core.Fault) {
        if self.port != 0 { c.has_port = 1; c.port = self.port }
        c.command = try arena.text(self.command, "RunSettings.command")
        if self.instances != 0 { c.has_instances = 1; c.instances = self.instances }
        c.health_path = try arena.text(self.healthPath, "RunSettings.health_path")
        c.cpu = try arena.text(self.cpu, "RunSettings.cpu")
        c.memory = try arena.text(self.memory, "RunSettings.memory")
        if self.readOnly { c.has_read_only = 1; c.read_only = 1 }
    }
}

extension Proto {
    /// The message `DeploymentSummary` of app.proto.
    package struct DeploymentSummary: Sendable, Equatable {
        package var id: String = ""
        package var status: String = ""
        package var number: UInt32 = 0

        package init() {}

        package init(
            id: String = "",
            status: String = "",
            number: UInt32 = 0
        ) {
            self.id = id
            self.status = status
            self.number = number
        }
    }
}

extension Proto.DeploymentSummary: WireMessage {
    package static let schema = "slipway.v1.DeploymentSummary"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__deployment_summary__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__deployment_summary__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__DeploymentSummary) {
        self.id = String(wire: c.id)
        self.status = String(wire: c.status)
        self.number = c.number
    }

    func write(to c: inout Slipway__V1__DeploymentSummary, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "DeploymentSummary.id")
        c.status = try arena.text(self.status, "DeploymentSummary.status")
        if self.number != 0 { c.has_number = 1; c.number = self.number }
    }
}

extension Proto {
    /// A range of instances, of which the cluster's autoscaler chooses.
    package struct Autoscaling: Sendable, Equatable {
        package var least: UInt32 = 0
        package var most: UInt32 = 0
        package var cpuPercent: UInt32 = 0

        package init() {}

        package init(
            least: UInt32 = 0,
            most: UInt32 = 0,
            cpuPercent: UInt32 = 0
        ) {
            self.least = least
            self.most = most
            self.cpuPercent = cpuPercent
        }
    }
}

extension Proto.Autoscaling: WireMessage {
    package static let schema = "slipway.v1.Autoscaling"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__autoscaling__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__autoscaling__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Autoscaling) {
        self.least = c.least
        self.most = c.most
        self.cpuPercent = c.cpu_percent
    }

    func write(to c: inout Slipway__V1__Autoscaling, in arena: inout Arena) throws(Core.Fault) {
        if self.least != 0 { c.has_least = 1; c.least = self.least }
        if self.most != 0 { c.has_most = 1; c.most = self.most }
        if self.cpuPercent != 0 { c.has_cpu_percent = 1; c.cpu_percent = self.cpuPercent }
    }
}

extension Proto {
    /// The message `App` of app.proto.
    package struct App: Sendable, Equatable {
        package var id: String = ""
        package var projectID: String = ""
        package var projectName: String = ""
        package var name: String = ""
        package var source: Proto.SourceSettings?
        package var build: Proto.BuildSettings?
        package var run: Proto.RunSettings?
        package var host: String = ""
        package var url: String = ""
        package var config: UInt32 = 0
        package var state: String = ""
        package var status: String = ""
        package var latestDeployment: Proto.DeploymentSummary?
        package var currentDeploymentID: String?
        package var instances: UInt32 = 0
        package var heldCommit: String?
        package var createdAt: Int64 = 0
        package var updatedAt: Int64 = 0
        package var autoscaling: Proto.Autoscaling?

        package init() {}

        package init(
            id: String = "",
            projectID: String = "",
            projectName: String = "",
            name: String = "",
            source: Proto.SourceSettings? = nil,
            build: Proto.BuildSettings? = nil,
            run: Proto.RunSettings? = nil,
            host: String = "",
            url: String = "",
            config: UInt32 = 0,
            state: String = "",
            status: String = "",
            latestDeployment: Proto.DeploymentSummary? = nil,
            currentDeploymentID: String? = nil,
            instances: UInt32 = 0,
            heldCommit: String? = nil,
            createdAt: Int64 = 0,
            updatedAt: Int64 = 0,
            autoscaling: Proto.Autoscaling? = nil
        ) {
            self.id = id
            self.projectID = projectID
            self.projectName = projectName
            self.name = name
            self.source = source
            self.build = build
            self.run = run
            self.host = host
            self.url = url
            self.config = config
            self.state = state
            self.status = status
            self.latestDeployment = latestDeployment
            self.currentDeploymentID = currentDeploymentID
            self.instances = instances
            self.heldCommit = heldCommit
            self.createdAt = createdAt
            self.updatedAt = updatedAt
            self.autoscaling = autoscaling
        }
    }
}

extension Proto.App: WireMessage {
    package static let schema = "slipway.v1.App"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__app__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__app__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__App) {
        self.id = String(wire: c.id)
        self.projectID = String(wire: c.project_id)
        self.projectName = String(wire: c.project_name)
        self.name = String(wire: c.name)
        self.source = c.source.map { Proto.SourceSettings(reading: $0.pointee) }
        self.build = c.build.map { Proto.BuildSettings(reading: $0.pointee) }
        self.run = c.run.map { Proto.RunSettings(reading: $0.pointee) }
        self.host = String(wire: c.host)
        self.url = String(wire: c.url)
        self.config = c.config
        self.state = String(wire: c.state)
        self.status = String(wire: c.status)
        self.latestDeployment = c.latest_deployment.map { Proto.DeploymentSummary(reading: $0.pointee) }
        self.currentDeploymentID = c.current_deployment_id.map { String(wire: $0.pointee.value) }
        self.instances = c.instances
        self.heldCommit = c.held_commit.map { String(wire: $0.pointee.value) }
        self.createdAt = c.created_at
        self.updatedAt = c.updated_at
        self.autoscaling = c.autoscaling.map { Proto.Autoscaling(reading: $0.pointee) }
    }

    func write(to c: inout Slipway__V1__App, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "App.id")
        c.project_id = try arena.text(self.projectID, "App.project_id")
        c.project_name = try arena.text(self.projectName, "App.project_name")
        c.name = try arena.text(self.name, "App.name")
        if let value = self.source {
            let place = arena.make(slipway__v1__source_settings__init)
            try value.write(to: &place.pointee, in: &arena)
            c.source = place
        }
        if let value = self.build {
            let place = arena.make(slipway__v1__build_settings__init)
            try value.write(to: &place.pointee, in: &arena)
            c.build = place
        }
        if let value = self.run {
            let place = arena.make(slipway__v1__run_settings__init)
            try value.write(to: &place.pointee, in: &arena)
            c.run = place
        }
        c.host = try arena.text(self.host, "App.host")
        c.url = try arena.text(self.url, "App.url")
        if self.config != 0 { c.has_config = 1; c.config = self.config }
        c.state = try arena.text(self.state, "App.state")
        c.status = try arena.text(self.status, "App.status")
        if let value = self.latestDeployment {
            let place = arena.make(slipway__v1__deployment_summary__init)
            try value.write(to: &place.pointee, in: &arena)
            c.latest_deployment = place
        }
        if let value = self.currentDeploymentID {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "App.current_deployment_id")
            c.current_deployment_id = place
        }
        if self.instances != 0 { c.has_instances = 1; c.instances = self.instances }
        if let value = self.heldCommit {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "App.held_commit")
            c.held_commit = place
        }
        if self.createdAt != 0 { c.has_created_at = 1; c.created_at = self.createdAt }
        if self.updatedAt != 0 { c.has_updated_at = 1; c.updated_at = self.updatedAt }
        if let value = self.autoscaling {
            let place = arena.make(slipway__v1__autoscaling__init)
            try value.write(to: &place.pointee, in: &arena)
            c.autoscaling = place
        }
    }
}

extension Proto {
    /// The message `CreateAppRequest` of app.proto.
    package struct CreateAppRequest: Sendable, Equatable {
        package var id: String = ""
        package var projectID: String = ""
        package var projectName: String = ""
        package var name: String = ""
        package var source: Proto.SourceSettings?
        package var build: Proto.BuildSettings?
        package var run: Proto.RunSettings?

        package init() {}

        package init(
            id: String = "",
            projectID: String = "",
            projectName: String = "",
            name: String = "",
            source: Proto.SourceSettings? = nil,
            build: Proto.BuildSettings? = nil,
            run: Proto.RunSettings? = nil
        ) {
            self.id = id
            self.projectID = projectID
            self.projectName = projectName
            self.name = name
            self.source = source
            self.build = build
            self.run = run
        }
    }
}

extension Proto.CreateAppRequest: WireMessage {
    package static let schema = "slipway.v1.CreateAppRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__create_app_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__create_app_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__CreateAppRequest) {
        self.id = String(wire: c.id)
        self.projectID = String(wire: c.project_id)
        self.projectName = String(wire: c.project_name)
        self.name = String(wire: c.name)
        self.source = c.source.map { Proto.SourceSettings(reading: $0.pointee) }
        self.build = c.build.map { Proto.BuildSettings(reading: $0.pointee) }
        self.run = c.run.map { Proto.RunSettings(reading: $0.pointee) }
    }

    func write(to c: inout Slipway__V1__CreateAppRequest, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "CreateAppRequest.id")
        c.project_id = try arena.text(self.projectID, "CreateAppRequest.project_id")
        c.project_name = try arena.text(self.projectName, "CreateAppRequest.project_name")
        c.name = try arena.text(self.name, "CreateAppRequest.name")
        if let value = self.source {
            let place = arena.make(slipway__v1__source_settings__init)
            try value.write(to: &place.pointee, in: &arena)
            c.source = place
        }
        if let value = self.build {
            let place = arena.make(slipway__v1__build_settings__init)
            try value.write(to: &place.pointee, in: &arena)
            c.build = place
        }
        if let value = self.run {
            let place = arena.make(slipway__v1__run_settings__init)
            try value.write(to: &place.pointee, in: &arena)
            c.run = place
        }
    }
}

extension Proto {
    /// The message `GetAppRequest` of app.proto.
    package struct GetAppRequest: Sendable, Equatable {
        package var appID: String = ""

        package init() {}

        package init(
            appID: String = ""
        ) {
            self.appID = appID
        }
    }
}

extension Proto.GetAppRequest: WireMessage {
    package static let schema = "slipway.v1.GetAppRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__get_app_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__get_app_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__GetAppRequest) {
        self.appID = String(wire: c.app_id)
    }

    func write(to c: inout Slipway__V1__GetAppRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "GetAppRequest.app_id")
    }
}

extension Proto {
    /// One page of a project's apps, or of all projects named.
    package struct ListAppsRequest: Sendable, Equatable {
        package var projectIDs: [String] = []
        package var limit: UInt32 = 0
        package var cursor: String = ""
        package var name: String = ""

        package init() {}

        package init(
            projectIDs: [String] = [],
            limit: UInt32 = 0,
            cursor: String = "",
            name: String = ""
        ) {
            self.projectIDs = projectIDs
            self.limit = limit
            self.cursor = cursor
            self.name = name
        }
    }
}

extension Proto.ListAppsRequest: WireMessage {
    package static let schema = "slipway.v1.ListAppsRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__list_apps_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__list_apps_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ListAppsRequest) {
        self.projectIDs = WireFormat.strings(c.project_ids, c.n_project_ids)
        self.limit = c.limit
        self.cursor = String(wire: c.cursor)
        self.name = String(wire: c.name)
    }

    func write(to c: inout Slipway__V1__ListAppsRequest, in arena: inout Arena) throws(Core.Fault) {
        if !self.projectIDs.isEmpty {
            c.n_project_ids = self.projectIDs.count
            c.project_ids = try arena.texts(self.projectIDs, "ListAppsRequest.project_ids")
        }
        if self.limit != 0 { c.has_limit = 1; c.limit = self.limit }
        c.cursor = try arena.text(self.cursor, "ListAppsRequest.cursor")
        c.name = try arena.text(self.name, "ListAppsRequest.name")
    }
}

extension Proto {
    /// The message `AppList` of app.proto.
    package struct AppList: Sendable, Equatable {
        package var items: [Proto.App] = []
        package var nextCursor: String?

        package init() {}

        package init(
            items: [Proto.App] = [],
            nextCursor: String? = nil
        ) {
            self.items = items
            self.nextCursor = nextCursor
        }
    }
}

extension Proto.AppList: WireMessage {
    package static let schema = "slipway.v1.AppList"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__app_list__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__app_list__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__AppList) {
        self.items = WireFormat.array(c.items, c.n_items, Proto.App.init(reading:))
        self.nextCursor = c.next_cursor.map { String(wire: $0.pointee.value) }
    }

    func write(to c: inout Slipway__V1__AppList, in arena: inout Arena) throws(Core.Fault) {
        if !self.items.isEmpty {
            c.n_items = self.items.count
            c.items = arena.pointers(self.items.count)
            for (index, item) in self.items.enumerated() {
                let place = arena.make(slipway__v1__app__init)
                try item.write(to: &place.pointee, in: &arena)
                c.items[index] = place
            }
        }
        if let value = self.nextCursor {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "AppList.next_cursor")
            c.next_cursor = place
        }
    }
}

extension Proto {
    /// RFC 7396: an absent field stays; the field names of a removed member are listed in `cleared` ("run.health_path").
    package struct UpdateAppRequest: Sendable, Equatable {
        package var appID: String = ""
        package var repository: String?
        package var branch: String?
        package var rootDirectory: String?
        package var autoDeploy: Bool?
        package var method: String?
        package var dockerfile: String?
        package var baseImage: String?
        package var buildCommand: String?
        package var outputDirectory: String?
        package var image: String?
        package var port: Int64?
        package var runCommand: String?
        package var healthPath: String?
        package var cpu: String?
        package var memory: String?
        package var readOnly: Bool?
        package var cleared: [String] = []
        package var plan: String?

        package init() {}

        package init(
            appID: String = "",
            repository: String? = nil,
            branch: String? = nil,
            rootDirectory: String? = nil,
            autoDeploy: Bool? = nil,
            method: String? = nil,
            dockerfile: String? = nil,
            baseImage: String? = nil,
            buildCommand: String? = nil,
            outputDirectory: String? = nil,
            image: String? = nil,
            port: Int64? = nil,
            runCommand: String? = nil,
            healthPath: String? = nil,
            cpu: String? = nil,
            memory: String? = nil,
            readOnly: Bool? = nil,
            cleared: [String] = [],
            plan: String? = nil
        ) {
            self.appID = appID
            self.repository = repository
            self.branch = branch
            self.rootDirectory = rootDirectory
            self.autoDeploy = autoDeploy
            self.method = method
            self.dockerfile = dockerfile
            self.baseImage = baseImage
            self.buildCommand = buildCommand
            self.outputDirectory = outputDirectory
            self.image = image
            self.port = port
            self.runCommand = runCommand
            self.healthPath = healthPath
            self.cpu = cpu
            self.memory = memory
            self.readOnly = readOnly
            self.cleared = cleared
            self.plan = plan
        }
    }
}

extension Proto.UpdateAppRequest: WireMessage {
    package static let schema = "slipway.v1.UpdateAppRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__update_app_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__update_app_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__UpdateAppRequest) {
        self.appID = String(wire: c.app_id)
        self.repository = c.repository.map { String(wire: $0.pointee.value) }
        self.branch = c.branch.map { String(wire: $0.pointee.value) }
        self.rootDirectory = c.root_directory.map { String(wire: $0.pointee.value) }
        self.autoDeploy = c.auto_deploy.map { $0.pointee.value != 0 }
        self.method = c.method.map { String(wire: $0.pointee.value) }
        self.dockerfile = c.dockerfile.map { String(wire: $0.pointee.value) }
        self.baseImage = c.base_image.map { String(wire: $0.pointee.value) }
        self.buildCommand = c.build_command.map { String(wire: $0.pointee.value) }
        self.outputDirectory = c.output_directory.map { String(wire: $0.pointee.value) }
        self.image = c.image.map { String(wire: $0.pointee.value) }
        self.port = c.port.map { $0.pointee.value }
        self.runCommand = c.run_command.map { String(wire: $0.pointee.value) }
        self.healthPath = c.health_path.map { String(wire: $0.pointee.value) }
        self.cpu = c.cpu.map { String(wire: $0.pointee.value) }
        self.memory = c.memory.map { String(wire: $0.pointee.value) }
        self.readOnly = c.read_only.map { $0.pointee.value != 0 }
        self.cleared = WireFormat.strings(c.cleared, c.n_cleared)
        self.plan = c.plan.map { String(wire: $0.pointee.value) }
    }

    func write(to c: inout Slipway__V1__UpdateAppRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "UpdateAppRequest.app_id")
        if let value = self.repository {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.repository")
            c.repository = place
        }
        if let value = self.branch {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.branch")
            c.branch = place
        }
        if let value = self.rootDirectory {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.root_directory")
            c.root_directory = place
        }
        if let value = self.autoDeploy {
            let place = arena.make(slipway__v1__bool_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value ? 1 : 0
            c.auto_deploy = place
        }
        if let value = self.method {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.method")
            c.method = place
        }
        if let value = self.dockerfile {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.dockerfile")
            c.dockerfile = place
        }
        if let value = self.baseImage {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.base_image")
            c.base_image = place
        }
        if let value = self.buildCommand {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.build_command")
            c.build_command = place
        }
        if let value = self.outputDirectory {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.output_directory")
            c.output_directory = place
        }
        if let value = self.image {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.image")
            c.image = place
        }
        if let value = self.port {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.port = place
        }
        if let value = self.runCommand {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.run_command")
            c.run_command = place
        }
        if let value = self.healthPath {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.health_path")
            c.health_path = place
        }
        if let value = self.cpu {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.cpu")
            c.cpu = place
        }
        if let value = self.memory {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.memory")
            c.memory = place
        }
        if let value = self.readOnly {
            let place = arena.make(slipway__v1__bool_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value ? 1 : 0
            c.read_only = place
        }
        if !self.cleared.isEmpty {
            c.n_cleared = self.cleared.count
            c.cleared = try arena.texts(self.cleared, "UpdateAppRequest.cleared")
        }
        if let value = self.plan {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "UpdateAppRequest.plan")
            c.plan = place
        }
    }
}

extension Proto {
    /// The message `DeleteProjectAppsRequest` of app.proto.
    package struct DeleteProjectAppsRequest: Sendable, Equatable {
        package var projectID: String = ""

        package init() {}

        package init(
            projectID: String = ""
        ) {
            self.projectID = projectID
        }
    }
}

extension Proto.DeleteProjectAppsRequest: WireMessage {
    package static let schema = "slipway.v1.DeleteProjectAppsRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__delete_project_apps_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__delete_project_apps_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__DeleteProjectAppsRequest) {
        self.projectID = String(wire: c.project_id)
    }

    func write(to c: inout Slipway__V1__DeleteProjectAppsRequest, in arena: inout Arena) throws(Core.Fault) {
        c.project_id = try arena.text(self.projectID, "DeleteProjectAppsRequest.project_id")
    }
}

extension Proto {
    /// The message `Variable` of app.proto.
    package struct Variable: Sendable, Equatable {
        package var key: String = ""
        package var secret: Bool = false
        package var updatedAt: Int64 = 0
        package var hasValue: Bool = false
        package var build: Bool = false

        package init() {}

        package init(
            key: String = "",
            secret: Bool = false,
            updatedAt: Int64 = 0,
            hasValue: Bool = false,
            build: Bool = false
        ) {
            self.key = key
            self.secret = secret
            self.updatedAt = updatedAt
            self.hasValue = hasValue
            self.build = build
        }
    }
}

extension Proto.Variable: WireMessage {
    package static let schema = "slipway.v1.Variable"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__variable__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__variable__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Variable) {
        self.key = String(wire: c.key)
        self.secret = c.secret != 0
        self.updatedAt = c.updated_at
        self.hasValue = c.has_value != 0
        self.build = c.build != 0
    }

    func write(to c: inout Slipway__V1__Variable, in arena: inout Arena) throws(Core.Fault) {
        c.key = try arena.text(self.key, "Variable.key")
        if self.secret { c.has_secret = 1; c.secret = 1 }
        if self.updatedAt != 0 { c.has_updated_at = 1; c.updated_at = self.updatedAt }
        if self.hasValue { c.has_has_value = 1; c.has_value = 1 }
        if self.build { c.has_build = 1; c.build = 1 }
    }
}

extension Proto {
    /// The message `ListVariablesRequest` of app.proto.
    package struct ListVariablesRequest: Sendable, Equatable {
        package var appID: String = ""

        package init() {}

        package init(
            appID: String = ""
        ) {
            self.appID = appID
        }
    }
}

extension Proto.ListVariablesRequest: WireMessage {
    package static let schema = "slipway.v1.ListVariablesRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__list_variables_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__list_variables_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ListVariablesRequest) {
        self.appID = String(wire: c.app_id)
    }

    func write(to c: inout Slipway__V1__ListVariablesRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "ListVariablesRequest.app_id")
    }
}

extension Proto {
    /// Values (of those that are no secret) are one JSON object {"KEY":"value"}, sealed to the gateway, purpose "app.variables".
    package struct VariableList: Sendable, Equatable {
        package var items: [Proto.Variable] = []
        package var sealedValues: [UInt8] = []
        package var config: UInt32 = 0

        package init() {}

        package init(
            items: [Proto.Variable] = [],
            sealedValues: [UInt8] = [],
            config: UInt32 = 0
        ) {
            self.items = items
            self.sealedValues = sealedValues
            self.config = config
        }
    }
}

extension Proto.VariableList: WireMessage {
    package static let schema = "slipway.v1.VariableList"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__variable_list__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__variable_list__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__VariableList) {
        self.items = WireFormat.array(c.items, c.n_items, Proto.Variable.init(reading:))
        self.sealedValues = c.sealed_values.copied
        self.config = c.config
    }

    func write(to c: inout Slipway__V1__VariableList, in arena: inout Arena) throws(Core.Fault) {
        if !self.items.isEmpty {
            c.n_items = self.items.count
            c.items = arena.pointers(self.items.count)
            for (index, item) in self.items.enumerated() {
                let place = arena.make(slipway__v1__variable__init)
                try item.write(to: &place.pointee, in: &arena)
                c.items[index] = place
            }
        }
        if !self.sealedValues.isEmpty { c.has_sealed_values = 1; c.sealed_values = ProtobufCBinaryData(self.sealedValues, in: &arena) }
        if self.config != 0 { c.has_config = 1; c.config = self.config }
    }
}

extension Proto {
    /// Sealed to the app service, purpose "app.variables": {"KEY":{"value":"…","secret":true,"build":true}|null}. Without a value the
    /// variable keeps the one it has.
    package struct PatchVariablesRequest: Sendable, Equatable {
        package var appID: String = ""
        package var sealedPatch: [UInt8] = []

        package init() {}

        package init(
            appID: String = "",
            sealedPatch: [UInt8] = []
        ) {
            self.appID = appID
            self.sealedPatch = sealedPatch
        }
    }
}

extension Proto.PatchVariablesRequest: WireMessage {
    package static let schema = "slipway.v1.PatchVariablesRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__patch_variables_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__patch_variables_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__PatchVariablesRequest) {
        self.appID = String(wire: c.app_id)
        self.sealedPatch = c.sealed_patch.copied
    }

    func write(to c: inout Slipway__V1__PatchVariablesRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "PatchVariablesRequest.app_id")
        if !self.sealedPatch.isEmpty { c.has_sealed_patch = 1; c.sealed_patch = ProtobufCBinaryData(self.sealedPatch, in: &arena) }
    }
}

extension Proto {
    /// The message `PatchVariablesReply` of app.proto.
    package struct PatchVariablesReply: Sendable, Equatable {
        package var config: UInt32 = 0

        package init() {}

        package init(
            config: UInt32 = 0
        ) {
            self.config = config
        }
    }
}

extension Proto.PatchVariablesReply: WireMessage {
    package static let schema = "slipway.v1.PatchVariablesReply"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__patch_variables_reply__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__patch_variables_reply__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__PatchVariablesReply) {
        self.config = c.config
    }

    func write(to c: inout Slipway__V1__PatchVariablesReply, in arena: inout Arena) throws(Core.Fault) {
        if self.config != 0 { c.has_config = 1; c.config = self.config }
    }
}

extension Proto {
    /// The message `SealedVariable` of app.proto.
    package struct SealedVariable: Sendable, Equatable {
        package var key: String = ""
        package var secret: Bool = false
        package var value: [UInt8] = []
        package var build: Bool = false

        package init() {}

        package init(
            key: String = "",
            secret: Bool = false,
            value: [UInt8] = [],
            build: Bool = false
        ) {
            self.key = key
            self.secret = secret
            self.value = value
            self.build = build
        }
    }
}

extension Proto.SealedVariable: WireMessage {
    package static let schema = "slipway.v1.SealedVariable"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__sealed_variable__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__sealed_variable__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__SealedVariable) {
        self.key = String(wire: c.key)
        self.secret = c.secret != 0
        self.value = c.value.copied
        self.build = c.build != 0
    }

    func write(to c: inout Slipway__V1__SealedVariable, in arena: inout Arena) throws(Core.Fault) {
        c.key = try arena.text(self.key, "SealedVariable.key")
        if self.secret { c.has_secret = 1; c.secret = 1 }
        if !self.value.isEmpty { c.has_value = 1; c.value = ProtobufCBinaryData(self.value, in: &arena) }
        if self.build { c.has_build = 1; c.build = 1 }
    }
}

extension Proto {
    /// An immutable snapshot.
    package struct Config: Sendable, Equatable {
        package var appID: String = ""
        package var number: UInt32 = 0
        package var run: Proto.RunSettings?
        package var variables: [Proto.SealedVariable] = []
        package var buildFingerprint: String = ""

        package init() {}

        package init(
            appID: String = "",
            number: UInt32 = 0,
            run: Proto.RunSettings? = nil,
            variables: [Proto.SealedVariable] = [],
            buildFingerprint: String = ""
        ) {
            self.appID = appID
            self.number = number
            self.run = run
            self.variables = variables
            self.buildFingerprint = buildFingerprint
        }
    }
}

extension Proto.Config: WireMessage {
    package static let schema = "slipway.v1.Config"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__config__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__config__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Config) {
        self.appID = String(wire: c.app_id)
        self.number = c.number
        self.run = c.run.map { Proto.RunSettings(reading: $0.pointee) }
        self.variables = WireFormat.array(c.variables, c.n_variables, Proto.SealedVariable.init(reading:))
        self.buildFingerprint = String(wire: c.build_fingerprint)
    }

    func write(to c: inout Slipway__V1__Config, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "Config.app_id")
        if self.number != 0 { c.has_number = 1; c.number = self.number }
        if let value = self.run {
            let place = arena.make(slipway__v1__run_settings__init)
            try value.write(to: &place.pointee, in: &arena)
            c.run = place
        }
        if !self.variables.isEmpty {
            c.n_variables = self.variables.count
            c.variables = arena.pointers(self.variables.count)
            for (index, item) in self.variables.enumerated() {
                let place = arena.make(slipway__v1__sealed_variable__init)
                try item.write(to: &place.pointee, in: &arena)
                c.variables[index] = place
            }
        }
        c.build_fingerprint = try arena.text(self.buildFingerprint, "Config.build_fingerprint")
    }
}

extension Proto {
    /// The message `GetConfigRequest` of app.proto.
    package struct GetConfigRequest: Sendable, Equatable {
        package var appID: String = ""
        package var number: UInt32 = 0

        package init() {}

        package init(
            appID: String = "",
            number: UInt32 = 0
        ) {
            self.appID = appID
            self.number = number
        }
    }
}

extension Proto.GetConfigRequest: WireMessage {
    package static let schema = "slipway.v1.GetConfigRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__get_config_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__get_config_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__GetConfigRequest) {
        self.appID = String(wire: c.app_id)
        self.number = c.number
    }

    func write(to c: inout Slipway__V1__GetConfigRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "GetConfigRequest.app_id")
        if self.number != 0 { c.has_number = 1; c.number = self.number }
    }
}

extension Proto {
    /// What of a config builds see.
    package struct BuildVariables: Sendable, Equatable {
        package var keys: [String] = []
        package var fingerprint: String = ""
        package var sealedValues: [UInt8] = []
        package var number: UInt32 = 0

        package init() {}

        package init(
            keys: [String] = [],
            fingerprint: String = "",
            sealedValues: [UInt8] = [],
            number: UInt32 = 0
        ) {
            self.keys = keys
            self.fingerprint = fingerprint
            self.sealedValues = sealedValues
            self.number = number
        }
    }
}

extension Proto.BuildVariables: WireMessage {
    package static let schema = "slipway.v1.BuildVariables"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__build_variables__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__build_variables__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__BuildVariables) {
        self.keys = WireFormat.strings(c.keys, c.n_keys)
        self.fingerprint = String(wire: c.fingerprint)
        self.sealedValues = c.sealed_values.copied
        self.number = c.number
    }

    func write(to c: inout Slipway__V1__BuildVariables, in arena: inout Arena) throws(Core.Fault) {
        if !self.keys.isEmpty {
            c.n_keys = self.keys.count
            c.keys = try arena.texts(self.keys, "BuildVariables.keys")
        }
        c.fingerprint = try arena.text(self.fingerprint, "BuildVariables.fingerprint")
        if !self.sealedValues.isEmpty { c.has_sealed_values = 1; c.sealed_values = ProtobufCBinaryData(self.sealedValues, in: &arena) }
        if self.number != 0 { c.has_number = 1; c.number = self.number }
    }
}

extension Proto {
    /// What the deploy service needs to begin, in one answer.
    package struct AppDesired: Sendable, Equatable {
        package var app: Proto.App?
        package var config: UInt32 = 0

        package init() {}

        package init(
            app: Proto.App? = nil,
            config: UInt32 = 0
        ) {
            self.app = app
            self.config = config
        }
    }
}

extension Proto.AppDesired: WireMessage {
    package static let schema = "slipway.v1.AppDesired"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__app_desired__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__app_desired__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__AppDesired) {
        self.app = c.app.map { Proto.App(reading: $0.pointee) }
        self.config = c.config
    }

    func write(to c: inout Slipway__V1__AppDesired, in arena: inout Arena) throws(Core.Fault) {
        if let value = self.app {
            let place = arena.make(slipway__v1__app__init)
            try value.write(to: &place.pointee, in: &arena)
            c.app = place
        }
        if self.config != 0 { c.has_config = 1; c.config = self.config }
    }
}

extension Proto {
    /// By a rollback: pushes stay off until the user wants them back.
    package struct SetAutoDeployRequest: Sendable, Equatable {
        package var appID: String = ""
        package var autoDeploy: Bool = false

        package init() {}

        package init(
            appID: String = "",
            autoDeploy: Bool = false
        ) {
            self.appID = appID
            self.autoDeploy = autoDeploy
        }
    }
}

extension Proto.SetAutoDeployRequest: WireMessage {
    package static let schema = "slipway.v1.SetAutoDeployRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__set_auto_deploy_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__set_auto_deploy_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__SetAutoDeployRequest) {
        self.appID = String(wire: c.app_id)
        self.autoDeploy = c.auto_deploy != 0
    }

    func write(to c: inout Slipway__V1__SetAutoDeployRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "SetAutoDeployRequest.app_id")
        if self.autoDeploy { c.has_auto_deploy = 1; c.auto_deploy = 1 }
    }
}

/// What the app service answers.
package enum AppRPC {
    package static let createApp = RPCMethod<Proto.CreateAppRequest, Proto.App>("app", "create_app")
    package static let getApp = RPCMethod<Proto.GetAppRequest, Proto.App>("app", "get_app")
    package static let listApps = RPCMethod<Proto.ListAppsRequest, Proto.AppList>("app", "list_apps")
    package static let updateApp = RPCMethod<Proto.UpdateAppRequest, Proto.App>("app", "update_app")
    package static let deleteApp = RPCMethod<Proto.GetAppRequest, Proto.Empty>("app", "delete_app")
    package static let listVariables = RPCMethod<Proto.ListVariablesRequest, Proto.VariableList>("app", "list_variables")
    package static let patchVariables = RPCMethod<Proto.PatchVariablesRequest, Proto.PatchVariablesReply>("app", "patch_variables")

    /// Every subject of this table.
    package static let all: [String] = [
        createApp.subject,
        getApp.subject,
        listApps.subject,
        updateApp.subject,
        deleteApp.subject,
        listVariables.subject,
        patchVariables.subject,
    ]
}

/// What the app service answers to other services.
package enum AppInternalRPC {
    package static let locate = RPCMethod<Proto.LocateRequest, Proto.Location>("app", "internal.locate")
    package static let getDesired = RPCMethod<Proto.GetAppRequest, Proto.AppDesired>("app", "internal.get_desired")
    package static let getConfig = RPCMethod<Proto.GetConfigRequest, Proto.Config>("app", "internal.get_config")
    package static let getBuildVariables = RPCMethod<Proto.GetConfigRequest, Proto.BuildVariables>("app", "internal.get_build_variables")
    package static let setAutoDeploy = RPCMethod<Proto.SetAutoDeployRequest, Proto.Empty>("app", "internal.set_auto_deploy")
    package static let deleteProject = RPCMethod<Proto.DeleteProjectAppsRequest, Proto.DeletionReply>("app", "internal.delete_project")
    package static let changes = RPCMethod<Proto.ChangesRequest, Proto.ChangesReply>("app", "internal.changes")
    package static let storage = RPCMethod<Proto.Empty, Proto.StorageReply>("app", "internal.storage")

    /// Every subject of this table.
    package static let all: [String] = [
        locate.subject,
        getDesired.subject,
        getConfig.subject,
        getBuildVariables.subject,
        setAutoDeploy.subject,
        deleteProject.subject,
        changes.subject,
        storage.subject,
    ]
}
