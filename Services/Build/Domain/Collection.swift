package import Core
package import Messages
import Postgres

package enum CollectionTag {}
package typealias CollectionID = ID<CollectionTag>

/// One collection of images that nothing needs, as its row tells it.
package struct Collection: Sendable, Equatable {
    package enum Status: String, Sendable, PostgresValue {
        case queued, running, succeeded, failed
    }

    package enum Trigger: String, Sendable, PostgresValue {
        /// It was time.
        case clock
        /// An operator asked for it.
        case requested
        /// An app was deleted, and its blobs are left.
        case deletion
    }

    package var id: CollectionID
    package var trigger: Trigger
    package var status: Status
    /// What it does now, in words.
    package var phase: String
    package var freed: Freed
    package var message: String
    package var created: Timestamp
    package var started: Timestamp?
    package var finished: Timestamp?
    package var fence: Int64

    /// What a collection did.
    package struct Freed: Sendable, Equatable {
        package var images = 0
        package var registryBefore: Int64?
        package var registryAfter: Int64?
        package var engineImages = 0
        package var engineBytes: Int64 = 0

        package init() {}
    }
}

package extension Collection {
    var proto: Proto.Collection {
        Proto.Collection(
            id: id.description, trigger: trigger.rawValue, status: status.rawValue, phase: phase, images: UInt32(freed.images),
            registryBefore: freed.registryBefore, registryAfter: freed.registryAfter, engineImages: UInt32(freed.engineImages),
            engineFreed: freed.engineBytes, message: message, createdAt: created.microseconds, startedAt: started?.microseconds,
            finishedAt: finished?.microseconds)
    }
}
