package import Core
import Messages
package import Wire

/// One fact of another service's feed.
package struct Change: Sendable {
    package let xid: UInt64
    package let id: UInt64
    package let at: Timestamp
    package let entity: String
    package let verb: String
    package let project: ProjectID?
    package let entityID: String
    package let payload: [UInt8]

    package func decode<M: WireMessage>(_ type: M.Type) throws(Fault) -> M { try M(decoding: payload) }

    init(_ change: Proto.Change) {
        xid = change.xid
        id = change.id
        at = Timestamp(microseconds: change.at)
        entity = change.entity
        verb = change.verb
        project = ProjectID(change.projectID)
        entityID = change.entityID
        payload = change.payload
    }
}
