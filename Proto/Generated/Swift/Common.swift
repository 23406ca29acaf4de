// Written by Proto/generate from Proto/common.proto; do not edit.

internal import CMessages
internal import CProtobufC
package import Core
internal import Wire

extension Proto {
    /// The message `StringValue` of common.proto.
    package struct StringValue: Sendable, Equatable {
        package var value: String = ""

        package init() {}

        package init(
            value: String = ""
        ) {
            self.value = value
        }
    }
}

extension Proto.StringValue: WireMessage {
    package static let schema = "slipway.v1.StringValue"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__string_value__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__string_value__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__StringValue) {
        self.value = String(wire: c.value)
    }

    func write(to c: inout Slipway__V1__StringValue, in arena: inout Arena) throws(Core.Fault) {
        c.value = try arena.text(self.value, "StringValue.value")
    }
}

extension Proto {
    /// The message `Int64Value` of common.proto.
    package struct Int64Value: Sendable, Equatable {
        package var value: Int64 = 0

        package init() {}

        package init(
            value: Int64 = 0
        ) {
            self.value = value
        }
    }
}

extension Proto.Int64Value: WireMessage {
    package static let schema = "slipway.v1.Int64Value"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__int64_value__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__int64_value__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Int64Value) {
        self.value = c.value
    }

    func write(to c: inout Slipway__V1__Int64Value, in arena: inout Arena) throws(Core.Fault) {
        if self.value != 0 { c.has_value = 1; c.value = self.value }
    }
}

extension Proto {
    /// The message `BoolValue` of common.proto.
    package struct BoolValue: Sendable, Equatable {
        package var value: Bool = false

        package init() {}

        package init(
            value: Bool = false
        ) {
            self.value = value
        }
    }
}

extension Proto.BoolValue: WireMessage {
    package static let schema = "slipway.v1.BoolValue"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__bool_value__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__bool_value__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__BoolValue) {
        self.value = c.value != 0
    }

    func write(to c: inout Slipway__V1__BoolValue, in arena: inout Arena) throws(Core.Fault) {
        if self.value { c.has_value = 1; c.value = 1 }
    }
}

extension Proto {
    /// The message `Empty` of common.proto.
    package struct Empty: Sendable, Equatable {
        package init() {}
    }
}

extension Proto.Empty: WireMessage {
    package static let schema = "slipway.v1.Empty"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__empty__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__empty__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Empty) {
    }

    func write(to c: inout Slipway__V1__Empty, in arena: inout Arena) throws(Core.Fault) {
    }
}

extension Proto {
    /// Why a call was refused. `code` is gRPC's number.
    package struct Fault: Sendable, Equatable {
        package var code: UInt32 = 0
        package var message: String = ""
        package var fields: [Proto.FieldError] = []
        package var reason: String = ""
        package var retryAfterMs: UInt32 = 0

        package init() {}

        package init(
            code: UInt32 = 0,
            message: String = "",
            fields: [Proto.FieldError] = [],
            reason: String = "",
            retryAfterMs: UInt32 = 0
        ) {
            self.code = code
            self.message = message
            self.fields = fields
            self.reason = reason
            self.retryAfterMs = retryAfterMs
        }
    }
}

extension Proto.Fault: WireMessage {
    package static let schema = "slipway.v1.Fault"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__fault__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__fault__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Fault) {
        self.code = c.code
        self.message = String(wire: c.message)
        self.fields = WireFormat.array(c.fields, c.n_fields, Proto.FieldError.init(reading:))
        self.reason = String(wire: c.reason)
        self.retryAfterMs = c.retry_after_ms
    }

    func write(to c: inout Slipway__V1__Fault, in arena: inout Arena) throws(Core.Fault) {
        if self.code != 0 { c.has_code = 1; c.code = self.code }
        c.message = try arena.text(self.message, "Fault.message")
        if !self.fields.isEmpty {
            c.n_fields = self.fields.count
            c.fields = arena.pointers(self.fields.count)
            for (index, item) in self.fields.enumerated() {
                let place = arena.make(slipway__v1__field_error__init)
                try item.write(to: &place.pointee, in: &arena)
                c.fields[index] = place
            }
        }
        c.reason = try arena.text(self.reason, "Fault.reason")
        if self.retryAfterMs != 0 { c.has_retry_after_ms = 1; c.retry_after_ms = self.retryAfterMs }
    }
}

extension Proto {
    /// The message `FieldError` of common.proto.
    package struct FieldError: Sendable, Equatable {
        package var field: String = ""
        package var message: String = ""

        package init() {}

        package init(
            field: String = "",
            message: String = ""
        ) {
            self.field = field
            self.message = message
        }
    }
}

extension Proto.FieldError: WireMessage {
    package static let schema = "slipway.v1.FieldError"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__field_error__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__field_error__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__FieldError) {
        self.field = String(wire: c.field)
        self.message = String(wire: c.message)
    }

    func write(to c: inout Slipway__V1__FieldError, in arena: inout Arena) throws(Core.Fault) {
        c.field = try arena.text(self.field, "FieldError.field")
        c.message = try arena.text(self.message, "FieldError.message")
    }
}

extension Proto {
    /// The body of every reply.
    package struct Reply: Sendable, Equatable {
        package enum Result: Sendable, Equatable {
            case payload([UInt8])
            case fault(Proto.Fault)
        }

        package var result: Result?

        package init() {}

        package init(
            result: Result? = nil
        ) {
            self.result = result
        }
    }
}

extension Proto.Reply: WireMessage {
    package static let schema = "slipway.v1.Reply"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__reply__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__reply__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Reply) {
        switch c.result_case {
        case SLIPWAY__V1__REPLY__RESULT_PAYLOAD: self.result = .payload(c.payload.copied)
        case SLIPWAY__V1__REPLY__RESULT_FAULT: self.result = .fault(Proto.Fault(reading: c.fault.pointee))
        default: self.result = nil
        }
    }

    func write(to c: inout Slipway__V1__Reply, in arena: inout Arena) throws(Core.Fault) {
        switch result {
        case .payload(let value):
            c.payload = ProtobufCBinaryData(value, in: &arena)
            c.result_case = SLIPWAY__V1__REPLY__RESULT_PAYLOAD
        case .fault(let value):
            let place = arena.make(slipway__v1__fault__init)
            try value.write(to: &place.pointee, in: &arena)
            c.fault = place
            c.result_case = SLIPWAY__V1__REPLY__RESULT_FAULT
        case nil: break
        }
    }
}

extension Proto {
    /// One row of an owner's change feed, in commit order by (xid, id).
    package struct Change: Sendable, Equatable {
        package var xid: UInt64 = 0
        package var id: UInt64 = 0
        package var at: Int64 = 0
        package var entity: String = ""
        package var verb: String = ""
        package var projectID: String = ""
        package var entityID: String = ""
        package var payload: [UInt8] = []

        package init() {}

        package init(
            xid: UInt64 = 0,
            id: UInt64 = 0,
            at: Int64 = 0,
            entity: String = "",
            verb: String = "",
            projectID: String = "",
            entityID: String = "",
            payload: [UInt8] = []
        ) {
            self.xid = xid
            self.id = id
            self.at = at
            self.entity = entity
            self.verb = verb
            self.projectID = projectID
            self.entityID = entityID
            self.payload = payload
        }
    }
}

extension Proto.Change: WireMessage {
    package static let schema = "slipway.v1.Change"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__change__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__change__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Change) {
        self.xid = c.xid
        self.id = c.id
        self.at = c.at
        self.entity = String(wire: c.entity)
        self.verb = String(wire: c.verb)
        self.projectID = String(wire: c.project_id)
        self.entityID = String(wire: c.entity_id)
        self.payload = c.payload.copied
    }

    func write(to c: inout Slipway__V1__Change, in arena: inout Arena) throws(Core.Fault) {
        if self.xid != 0 { c.has_xid = 1; c.xid = self.xid }
        if self.id != 0 { c.has_id = 1; c.id = self.id }
        if self.at != 0 { c.has_at = 1; c.at = self.at }
        c.entity = try arena.text(self.entity, "Change.entity")
        c.verb = try arena.text(self.verb, "Change.verb")
        c.project_id = try arena.text(self.projectID, "Change.project_id")
        c.entity_id = try arena.text(self.entityID, "Change.entity_id")
        if !self.payload.isEmpty { c.has_payload = 1; c.payload = ProtobufCBinaryData(self.payload, in: &arena) }
    }
}

extension Proto {
    /// The message `ChangesRequest` of common.proto.
    package struct ChangesRequest: Sendable, Equatable {
        package var afterXid: UInt64 = 0
        package var afterID: UInt64 = 0
        package var limit: UInt32 = 0

        package init() {}

        package init(
            afterXid: UInt64 = 0,
            afterID: UInt64 = 0,
            limit: UInt32 = 0
        ) {
            self.afterXid = afterXid
            self.afterID = afterID
            self.limit = limit
        }
    }
}

extension Proto.ChangesRequest: WireMessage {
    package static let schema = "slipway.v1.ChangesRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__changes_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__changes_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ChangesRequest) {
        self.afterXid = c.after_xid
        self.afterID = c.after_id
        self.limit = c.limit
    }

    func write(to c: inout Slipway__V1__ChangesRequest, in arena: inout Arena) throws(Core.Fault) {
        if self.afterXid != 0 { c.has_after_xid = 1; c.after_xid = self.afterXid }
        if self.afterID != 0 { c.has_after_id = 1; c.after_id = self.afterID }
        if self.limit != 0 { c.has_limit = 1; c.limit = self.limit }
    }
}

extension Proto {
    /// The message `ChangesReply` of common.proto.
    package struct ChangesReply: Sendable, Equatable {
        package var changes: [Proto.Change] = []
        /// The cursor is older than the feed: the consumer must list anew, and goes on from (newest_xid, newest_id).
        package var expired: Bool = false
        package var newestXid: UInt64 = 0
        package var newestID: UInt64 = 0

        package init() {}

        package init(
            changes: [Proto.Change] = [],
            expired: Bool = false,
            newestXid: UInt64 = 0,
            newestID: UInt64 = 0
        ) {
            self.changes = changes
            self.expired = expired
            self.newestXid = newestXid
            self.newestID = newestID
        }
    }
}

extension Proto.ChangesReply: WireMessage {
    package static let schema = "slipway.v1.ChangesReply"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__changes_reply__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__changes_reply__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ChangesReply) {
        self.changes = WireFormat.array(c.changes, c.n_changes, Proto.Change.init(reading:))
        self.expired = c.expired != 0
        self.newestXid = c.newest_xid
        self.newestID = c.newest_id
    }

    func write(to c: inout Slipway__V1__ChangesReply, in arena: inout Arena) throws(Core.Fault) {
        if !self.changes.isEmpty {
            c.n_changes = self.changes.count
            c.changes = arena.pointers(self.changes.count)
            for (index, item) in self.changes.enumerated() {
                let place = arena.make(slipway__v1__change__init)
                try item.write(to: &place.pointee, in: &arena)
                c.changes[index] = place
            }
        }
        if self.expired { c.has_expired = 1; c.expired = 1 }
        if self.newestXid != 0 { c.has_newest_xid = 1; c.newest_xid = self.newestXid }
        if self.newestID != 0 { c.has_newest_id = 1; c.newest_id = self.newestID }
    }
}

extension Proto {
    /// Asks a service to remove all it keeps of an app, or how far that is. Repeated until `done`.
    package struct DeleteAppRequest: Sendable, Equatable {
        package var projectID: String = ""
        package var appID: String = ""

        package init() {}

        package init(
            projectID: String = "",
            appID: String = ""
        ) {
            self.projectID = projectID
            self.appID = appID
        }
    }
}

extension Proto.DeleteAppRequest: WireMessage {
    package static let schema = "slipway.v1.DeleteAppRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__delete_app_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__delete_app_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__DeleteAppRequest) {
        self.projectID = String(wire: c.project_id)
        self.appID = String(wire: c.app_id)
    }

    func write(to c: inout Slipway__V1__DeleteAppRequest, in arena: inout Arena) throws(Core.Fault) {
        c.project_id = try arena.text(self.projectID, "DeleteAppRequest.project_id")
        c.app_id = try arena.text(self.appID, "DeleteAppRequest.app_id")
    }
}

extension Proto {
    /// The message `DeletionReply` of common.proto.
    package struct DeletionReply: Sendable, Equatable {
        package var done: Bool = false
        package var remaining: String = ""

        package init() {}

        package init(
            done: Bool = false,
            remaining: String = ""
        ) {
            self.done = done
            self.remaining = remaining
        }
    }
}

extension Proto.DeletionReply: WireMessage {
    package static let schema = "slipway.v1.DeletionReply"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__deletion_reply__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__deletion_reply__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__DeletionReply) {
        self.done = c.done != 0
        self.remaining = String(wire: c.remaining)
    }

    func write(to c: inout Slipway__V1__DeletionReply, in arena: inout Arena) throws(Core.Fault) {
        if self.done { c.has_done = 1; c.done = 1 }
        c.remaining = try arena.text(self.remaining, "DeletionReply.remaining")
    }
}

extension Proto {
    /// What a service's own database takes on disk: the operator's question.
    package struct StorageReply: Sendable, Equatable {
        package var bytes: Int64 = 0
        package var tables: [Proto.TableSize] = []

        package init() {}

        package init(
            bytes: Int64 = 0,
            tables: [Proto.TableSize] = []
        ) {
            self.bytes = bytes
            self.tables = tables
        }
    }
}

extension Proto.StorageReply: WireMessage {
    package static let schema = "slipway.v1.StorageReply"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__storage_reply__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__storage_reply__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__StorageReply) {
        self.bytes = c.bytes
        self.tables = WireFormat.array(c.tables, c.n_tables, Proto.TableSize.init(reading:))
    }

    func write(to c: inout Slipway__V1__StorageReply, in arena: inout Arena) throws(Core.Fault) {
        if self.bytes != 0 { c.has_bytes = 1; c.bytes = self.bytes }
        if !self.tables.isEmpty {
            c.n_tables = self.tables.count
            c.tables = arena.pointers(self.tables.count)
            for (index, item) in self.tables.enumerated() {
                let place = arena.make(slipway__v1__table_size__init)
                try item.write(to: &place.pointee, in: &arena)
                c.tables[index] = place
            }
        }
    }
}

extension Proto {
    /// The message `TableSize` of common.proto.
    package struct TableSize: Sendable, Equatable {
        package var name: String = ""
        package var bytes: Int64 = 0

        package init() {}

        package init(
            name: String = "",
            bytes: Int64 = 0
        ) {
            self.name = name
            self.bytes = bytes
        }
    }
}

extension Proto.TableSize: WireMessage {
    package static let schema = "slipway.v1.TableSize"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__table_size__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__table_size__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__TableSize) {
        self.name = String(wire: c.name)
        self.bytes = c.bytes
    }

    func write(to c: inout Slipway__V1__TableSize, in arena: inout Arena) throws(Core.Fault) {
        c.name = try arena.text(self.name, "TableSize.name")
        if self.bytes != 0 { c.has_bytes = 1; c.bytes = self.bytes }
    }
}

extension Proto {
    /// Where a resource lives: the gateway's question before it authorizes.
    package struct LocateRequest: Sendable, Equatable {
        package var id: String = ""

        package init() {}

        package init(
            id: String = ""
        ) {
            self.id = id
        }
    }
}

extension Proto.LocateRequest: WireMessage {
    package static let schema = "slipway.v1.LocateRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__locate_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__locate_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__LocateRequest) {
        self.id = String(wire: c.id)
    }

    func write(to c: inout Slipway__V1__LocateRequest, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "LocateRequest.id")
    }
}

extension Proto {
    /// The message `Location` of common.proto.
    package struct Location: Sendable, Equatable {
        package var projectID: String = ""
        package var appID: String = ""

        package init() {}

        package init(
            projectID: String = "",
            appID: String = ""
        ) {
            self.projectID = projectID
            self.appID = appID
        }
    }
}

extension Proto.Location: WireMessage {
    package static let schema = "slipway.v1.Location"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__location__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__location__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Location) {
        self.projectID = String(wire: c.project_id)
        self.appID = String(wire: c.app_id)
    }

    func write(to c: inout Slipway__V1__Location, in arena: inout Arena) throws(Core.Fault) {
        c.project_id = try arena.text(self.projectID, "Location.project_id")
        c.app_id = try arena.text(self.appID, "Location.app_id")
    }
}

extension Proto {
    /// How a process is: asked on diag.v1.<service>, which every replica hears and answers.
    package struct DiagnoseRequest: Sendable, Equatable {
        package var askedAt: Int64 = 0

        package init() {}

        package init(
            askedAt: Int64 = 0
        ) {
            self.askedAt = askedAt
        }
    }
}

extension Proto.DiagnoseRequest: WireMessage {
    package static let schema = "slipway.v1.DiagnoseRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__diagnose_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__diagnose_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__DiagnoseRequest) {
        self.askedAt = c.asked_at
    }

    func write(to c: inout Slipway__V1__DiagnoseRequest, in arena: inout Arena) throws(Core.Fault) {
        if self.askedAt != 0 { c.has_asked_at = 1; c.asked_at = self.askedAt }
    }
}

extension Proto {
    /// The message `Check` of common.proto.
    package struct Check: Sendable, Equatable {
        package var name: String = ""
        package var state: String = ""
        package var message: String = ""
        /// What to do next; empty when nothing is to be done.
        package var advice: String = ""

        package init() {}

        package init(
            name: String = "",
            state: String = "",
            message: String = "",
            advice: String = ""
        ) {
            self.name = name
            self.state = state
            self.message = message
            self.advice = advice
        }
    }
}

extension Proto.Check: WireMessage {
    package static let schema = "slipway.v1.Check"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__check__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__check__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Check) {
        self.name = String(wire: c.name)
        self.state = String(wire: c.state)
        self.message = String(wire: c.message)
        self.advice = String(wire: c.advice)
    }

    func write(to c: inout Slipway__V1__Check, in arena: inout Arena) throws(Core.Fault) {
        c.name = try arena.text(self.name, "Check.name")
        c.state = try arena.text(self.state, "Check.state")
        c.message = try arena.text(self.message, "Check.message")
        c.advice = try arena.text(self.advice, "Check.advice")
    }
}

extension Proto {
    /// The message `Diagnosis` of common.proto.
    package struct Diagnosis: Sendable, Equatable {
        package var service: String = ""
        package var replica: String = ""
        package var version: String = ""
        /// This process's clock.
        package var now: Int64 = 0
        package var checks: [Proto.Check] = []
        /// The replicas of this service that hold a connection to its database, this one among them.
        package var replicas: [String] = []

        package init() {}

        package init(
            service: String = "",
            replica: String = "",
            version: String = "",
            now: Int64 = 0,
            checks: [Proto.Check] = [],
            replicas: [String] = []
        ) {
            self.service = service
            self.replica = replica
            self.version = version
            self.now = now
            self.checks = checks
            self.replicas = replicas
        }
    }
}

extension Proto.Diagnosis: WireMessage {
    package static let schema = "slipway.v1.Diagnosis"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__diagnosis__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__diagnosis__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Diagnosis) {
        self.service = String(wire: c.service)
        self.replica = String(wire: c.replica)
        self.version = String(wire: c.version)
        self.now = c.now
        self.checks = WireFormat.array(c.checks, c.n_checks, Proto.Check.init(reading:))
        self.replicas = WireFormat.strings(c.replicas, c.n_replicas)
    }

    func write(to c: inout Slipway__V1__Diagnosis, in arena: inout Arena) throws(Core.Fault) {
        c.service = try arena.text(self.service, "Diagnosis.service")
        c.replica = try arena.text(self.replica, "Diagnosis.replica")
        c.version = try arena.text(self.version, "Diagnosis.version")
        if self.now != 0 { c.has_now = 1; c.now = self.now }
        if !self.checks.isEmpty {
            c.n_checks = self.checks.count
            c.checks = arena.pointers(self.checks.count)
            for (index, item) in self.checks.enumerated() {
                let place = arena.make(slipway__v1__check__init)
                try item.write(to: &place.pointee, in: &arena)
                c.checks[index] = place
            }
        }
        if !self.replicas.isEmpty {
            c.n_replicas = self.replicas.count
            c.replicas = try arena.texts(self.replicas, "Diagnosis.replicas")
        }
    }
}
