// Written by Proto/generate from Proto/log.proto; do not edit.

internal import CMessages
internal import CProtobufC
package import Core
package import Wire

extension Proto {
    /// The message `Line` of log.proto.
    package struct Line: Sendable, Equatable {
        package var seq: UInt64 = 0
        package var time: Int64 = 0
        package var source: String = ""
        package var instance: String = ""
        package var stream: String = ""
        package var message: [UInt8] = []
        package var deploymentID: String = ""
        package var buildID: String = ""
        package var partial: Bool = false

        package init() {}

        package init(
            seq: UInt64 = 0,
            time: Int64 = 0,
            source: String = "",
            instance: String = "",
            stream: String = "",
            message: [UInt8] = [],
            deploymentID: String = "",
            buildID: String = "",
            partial: Bool = false
        ) {
            self.seq = seq
            self.time = time
            self.source = source
            self.instance = instance
            self.stream = stream
            self.message = message
            self.deploymentID = deploymentID
            self.buildID = buildID
            self.partial = partial
        }
    }
}

extension Proto.Line: WireMessage {
    package static let schema = "slipway.v1.Line"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__line__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__line__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Line) {
        self.seq = c.seq
        self.time = c.time
        self.source = String(wire: c.source)
        self.instance = String(wire: c.instance)
        self.stream = String(wire: c.stream)
        self.message = c.message.copied
        self.deploymentID = String(wire: c.deployment_id)
        self.buildID = String(wire: c.build_id)
        self.partial = c.partial != 0
    }

    func write(to c: inout Slipway__V1__Line, in arena: inout Arena) throws(Core.Fault) {
        if self.seq != 0 { c.has_seq = 1; c.seq = self.seq }
        if self.time != 0 { c.has_time = 1; c.time = self.time }
        c.source = try arena.text(self.source, "Line.source")
        c.instance = try arena.text(self.instance, "Line.instance")
        c.stream = try arena.text(self.stream, "Line.stream")
        if !self.message.isEmpty { c.has_message = 1; c.message = ProtobufCBinaryData(self.message, in: &arena) }
        c.deployment_id = try arena.text(self.deploymentID, "Line.deployment_id")
        c.build_id = try arena.text(self.buildID, "Line.build_id")
        if self.partial { c.has_partial = 1; c.partial = 1 }
    }
}

extension Proto {
    /// Lines of one writer. `ordinal` numbers the writer's lines from 1; a repeated batch adds only what is new.
    package struct AppendRequest: Sendable, Equatable {
        package var projectID: String = ""
        package var appID: String = ""
        package var writer: String = ""
        package var firstOrdinal: UInt64 = 0
        package var lines: [Proto.Line] = []

        package init() {}

        package init(
            projectID: String = "",
            appID: String = "",
            writer: String = "",
            firstOrdinal: UInt64 = 0,
            lines: [Proto.Line] = []
        ) {
            self.projectID = projectID
            self.appID = appID
            self.writer = writer
            self.firstOrdinal = firstOrdinal
            self.lines = lines
        }
    }
}

extension Proto.AppendRequest: WireMessage {
    package static let schema = "slipway.v1.AppendRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__append_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__append_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__AppendRequest) {
        self.projectID = String(wire: c.project_id)
        self.appID = String(wire: c.app_id)
        self.writer = String(wire: c.writer)
        self.firstOrdinal = c.first_ordinal
        self.lines = WireFormat.array(c.lines, c.n_lines, Proto.Line.init(reading:))
    }

    func write(to c: inout Slipway__V1__AppendRequest, in arena: inout Arena) throws(Core.Fault) {
        c.project_id = try arena.text(self.projectID, "AppendRequest.project_id")
        c.app_id = try arena.text(self.appID, "AppendRequest.app_id")
        c.writer = try arena.text(self.writer, "AppendRequest.writer")
        if self.firstOrdinal != 0 { c.has_first_ordinal = 1; c.first_ordinal = self.firstOrdinal }
        if !self.lines.isEmpty {
            c.n_lines = self.lines.count
            c.lines = arena.pointers(self.lines.count)
            for (index, item) in self.lines.enumerated() {
                let place = arena.make(slipway__v1__line__init)
                try item.write(to: &place.pointee, in: &arena)
                c.lines[index] = place
            }
        }
    }
}

extension Proto {
    /// The message `AppendReply` of log.proto.
    package struct AppendReply: Sendable, Equatable {
        package var lastOrdinal: UInt64 = 0

        package init() {}

        package init(
            lastOrdinal: UInt64 = 0
        ) {
            self.lastOrdinal = lastOrdinal
        }
    }
}

extension Proto.AppendReply: WireMessage {
    package static let schema = "slipway.v1.AppendReply"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__append_reply__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__append_reply__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__AppendReply) {
        self.lastOrdinal = c.last_ordinal
    }

    func write(to c: inout Slipway__V1__AppendReply, in arena: inout Arena) throws(Core.Fault) {
        if self.lastOrdinal != 0 { c.has_last_ordinal = 1; c.last_ordinal = self.lastOrdinal }
    }
}

extension Proto {
    /// The message `ReadLinesRequest` of log.proto.
    package struct ReadLinesRequest: Sendable, Equatable {
        package var appID: String = ""
        package var deploymentID: String = ""
        package var buildID: String = ""
        package var since: Int64 = 0
        package var until: Int64 = 0
        package var q: String = ""
        package var stream: String = ""
        package var limit: UInt32 = 0
        package var cursor: String = ""
        package var instance: String = ""
        package var fromStart: Bool = false
        package var source: String = ""

        package init() {}

        package init(
            appID: String = "",
            deploymentID: String = "",
            buildID: String = "",
            since: Int64 = 0,
            until: Int64 = 0,
            q: String = "",
            stream: String = "",
            limit: UInt32 = 0,
            cursor: String = "",
            instance: String = "",
            fromStart: Bool = false,
            source: String = ""
        ) {
            self.appID = appID
            self.deploymentID = deploymentID
            self.buildID = buildID
            self.since = since
            self.until = until
            self.q = q
            self.stream = stream
            self.limit = limit
            self.cursor = cursor
            self.instance = instance
            self.fromStart = fromStart
            self.source = source
        }
    }
}

extension Proto.ReadLinesRequest: WireMessage {
    package static let schema = "slipway.v1.ReadLinesRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__read_lines_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__read_lines_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ReadLinesRequest) {
        self.appID = String(wire: c.app_id)
        self.deploymentID = String(wire: c.deployment_id)
        self.buildID = String(wire: c.build_id)
        self.since = c.since
        self.until = c.until
        self.q = String(wire: c.q)
        self.stream = String(wire: c.stream)
        self.limit = c.limit
        self.cursor = String(wire: c.cursor)
        self.instance = String(wire: c.instance)
        self.fromStart = c.from_start != 0
        self.source = String(wire: c.source)
    }

    func write(to c: inout Slipway__V1__ReadLinesRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "ReadLinesRequest.app_id")
        c.deployment_id = try arena.text(self.deploymentID, "ReadLinesRequest.deployment_id")
        c.build_id = try arena.text(self.buildID, "ReadLinesRequest.build_id")
        if self.since != 0 { c.has_since = 1; c.since = self.since }
        if self.until != 0 { c.has_until = 1; c.until = self.until }
        c.q = try arena.text(self.q, "ReadLinesRequest.q")
        c.stream = try arena.text(self.stream, "ReadLinesRequest.stream")
        if self.limit != 0 { c.has_limit = 1; c.limit = self.limit }
        c.cursor = try arena.text(self.cursor, "ReadLinesRequest.cursor")
        c.instance = try arena.text(self.instance, "ReadLinesRequest.instance")
        if self.fromStart { c.has_from_start = 1; c.from_start = 1 }
        c.source = try arena.text(self.source, "ReadLinesRequest.source")
    }
}

extension Proto {
    /// The message `LineList` of log.proto.
    package struct LineList: Sendable, Equatable {
        package var items: [Proto.Line] = []
        package var nextCursor: String = ""
        package var prevCursor: String?
        package var hasMore: Bool = false
        package var missing: UInt64 = 0

        package init() {}

        package init(
            items: [Proto.Line] = [],
            nextCursor: String = "",
            prevCursor: String? = nil,
            hasMore: Bool = false,
            missing: UInt64 = 0
        ) {
            self.items = items
            self.nextCursor = nextCursor
            self.prevCursor = prevCursor
            self.hasMore = hasMore
            self.missing = missing
        }
    }
}

extension Proto.LineList: WireMessage {
    package static let schema = "slipway.v1.LineList"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__line_list__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__line_list__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__LineList) {
        self.items = WireFormat.array(c.items, c.n_items, Proto.Line.init(reading:))
        self.nextCursor = String(wire: c.next_cursor)
        self.prevCursor = c.prev_cursor.map { String(wire: $0.pointee.value) }
        self.hasMore = c.has_more != 0
        self.missing = c.missing
    }

    func write(to c: inout Slipway__V1__LineList, in arena: inout Arena) throws(Core.Fault) {
        if !self.items.isEmpty {
            c.n_items = self.items.count
            c.items = arena.pointers(self.items.count)
            for (index, item) in self.items.enumerated() {
                let place = arena.make(slipway__v1__line__init)
                try item.write(to: &place.pointee, in: &arena)
                c.items[index] = place
            }
        }
        c.next_cursor = try arena.text(self.nextCursor, "LineList.next_cursor")
        if let value = self.prevCursor {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "LineList.prev_cursor")
            c.prev_cursor = place
        }
        if self.hasMore { c.has_has_more = 1; c.has_more = 1 }
        if self.missing != 0 { c.has_missing = 1; c.missing = self.missing }
    }
}

extension Proto {
    /// live.v1.log.<project>.<app>: what was just stored. `previous_seq` tells a follower whether it missed something.
    package struct LiveLines: Sendable, Equatable {
        package var appID: String = ""
        package var previousSeq: UInt64 = 0
        package var lines: [Proto.Line] = []

        package init() {}

        package init(
            appID: String = "",
            previousSeq: UInt64 = 0,
            lines: [Proto.Line] = []
        ) {
            self.appID = appID
            self.previousSeq = previousSeq
            self.lines = lines
        }
    }
}

extension Proto.LiveLines: WireMessage {
    package static let schema = "slipway.v1.LiveLines"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__live_lines__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__live_lines__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__LiveLines) {
        self.appID = String(wire: c.app_id)
        self.previousSeq = c.previous_seq
        self.lines = WireFormat.array(c.lines, c.n_lines, Proto.Line.init(reading:))
    }

    func write(to c: inout Slipway__V1__LiveLines, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "LiveLines.app_id")
        if self.previousSeq != 0 { c.has_previous_seq = 1; c.previous_seq = self.previousSeq }
        if !self.lines.isEmpty {
            c.n_lines = self.lines.count
            c.lines = arena.pointers(self.lines.count)
            for (index, item) in self.lines.enumerated() {
                let place = arena.make(slipway__v1__line__init)
                try item.write(to: &place.pointee, in: &arena)
                c.lines[index] = place
            }
        }
    }
}

extension Proto {
    /// Has everything that this container wrote been stored?
    package struct DrainedRequest: Sendable, Equatable {
        package var appID: String = ""
        package var containerID: String = ""

        package init() {}

        package init(
            appID: String = "",
            containerID: String = ""
        ) {
            self.appID = appID
            self.containerID = containerID
        }
    }
}

extension Proto.DrainedRequest: WireMessage {
    package static let schema = "slipway.v1.DrainedRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__drained_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__drained_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__DrainedRequest) {
        self.appID = String(wire: c.app_id)
        self.containerID = String(wire: c.container_id)
    }

    func write(to c: inout Slipway__V1__DrainedRequest, in arena: inout Arena) throws(Core.Fault) {
        c.app_id = try arena.text(self.appID, "DrainedRequest.app_id")
        c.container_id = try arena.text(self.containerID, "DrainedRequest.container_id")
    }
}

extension Proto {
    /// The message `DrainedReply` of log.proto.
    package struct DrainedReply: Sendable, Equatable {
        package var drained: Bool = false

        package init() {}

        package init(
            drained: Bool = false
        ) {
            self.drained = drained
        }
    }
}

extension Proto.DrainedReply: WireMessage {
    package static let schema = "slipway.v1.DrainedReply"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__drained_reply__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__drained_reply__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__DrainedReply) {
        self.drained = c.drained != 0
    }

    func write(to c: inout Slipway__V1__DrainedReply, in arena: inout Arena) throws(Core.Fault) {
        if self.drained { c.has_drained = 1; c.drained = 1 }
    }
}

/// What the log service answers.
package enum LogRPC {
    package static let readLines = RPCMethod<Proto.ReadLinesRequest, Proto.LineList>("log", "read_lines")

    /// Every subject of this table.
    package static let all: [String] = [
        readLines.subject,
    ]
}

/// What the log service answers to other services.
package enum LogInternalRPC {
    package static let append = RPCMethod<Proto.AppendRequest, Proto.AppendReply>("log", "internal.append")
    package static let drained = RPCMethod<Proto.DrainedRequest, Proto.DrainedReply>("log", "internal.drained")
    package static let deleteApp = RPCMethod<Proto.DeleteAppRequest, Proto.DeletionReply>("log", "internal.delete_app")
    package static let changes = RPCMethod<Proto.ChangesRequest, Proto.ChangesReply>("log", "internal.changes")
    package static let storage = RPCMethod<Proto.Empty, Proto.StorageReply>("log", "internal.storage")

    /// Every subject of this table.
    package static let all: [String] = [
        append.subject,
        drained.subject,
        deleteApp.subject,
        changes.subject,
        storage.subject,
    ]
}
