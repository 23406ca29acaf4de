package import Core
package import Postgres
package import Wire

/// Something that happened to an entity of this service, as others will read it.
package struct Fact: Sendable {
    package let entity: String
    package let verb: String
    package let project: ProjectID?
    package let id: String
    package let payload: any WireMessage

    /// - Parameters:
    ///   - entity: what it happened to: `deployment`.
    ///   - verb: what happened, past tense or the new state: `live`.
    ///   - payload: the entity as it is now, so that a reader needs to ask nothing.
    package init(entity: String, verb: String, project: ProjectID?, id: String, payload: some WireMessage) {
        self.entity = entity
        self.verb = verb
        self.project = project
        self.id = id
        self.payload = payload
    }
}

package extension PostgresConnection {
    /// Writes the fact in the running transaction. After the commit, say `committed()` to the feed.
    func record(_ fact: Fact) throws {
        let payload = try fact.payload.encoded()
        try execute(
            """
            INSERT INTO changes (entity, verb, project_id, entity_id, payload)
            VALUES (\(fact.entity), \(fact.verb), \(fact.project), \(fact.id), \(payload))
            """)
    }
}
