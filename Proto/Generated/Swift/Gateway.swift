// Written by Proto/generate from Proto/gateway.proto; do not edit.

internal import CMessages
package import Core
internal import Wire

extension Proto {
    /// live.v1.event.<project>.<seq>: a row of the event feed was written.
    package struct LiveEvent: Sendable, Equatable {
        package var projectID: String = ""
        package var seq: UInt64 = 0

        package init() {}

        package init(
            projectID: String = "",
            seq: UInt64 = 0
        ) {
            self.projectID = projectID
            self.seq = seq
        }
    }
}

extension Proto.LiveEvent: WireMessage {
    package static let schema = "slipway.v1.LiveEvent"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__live_event__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__live_event__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__LiveEvent) {
        self.projectID = String(wire: c.project_id)
        self.seq = c.seq
    }

    func write(to c: inout Slipway__V1__LiveEvent, in arena: inout Arena) throws(Core.Fault) {
        c.project_id = try arena.text(self.projectID, "LiveEvent.project_id")
        if self.seq != 0 { c.has_seq = 1; c.seq = self.seq }
    }
}
