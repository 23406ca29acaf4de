import Core
import Messages
import Postgres

/// An image that the build service would remove, and the builds that made it.
struct ImageCandidate: Sendable {
    var image: String
    var builds: [BuildID]
}

extension DeployStore {
    /// Writes off those of the candidates that nothing needs: from the commit on, no deployment goes back to them.
    /// All of them, for an app that is not here any more.
    func giveUp(_ candidates: [ImageCandidate], of app: AppID, keeping kept: Int) async throws(Fault) -> [String] {
        let given = try await change(app, "giving up images", waking: .feed) { db, app -> [String] in
            let needed = try db.neededImages(of: app, keeping: kept)
            var given: [String] = []
            for candidate in candidates where !needed.contains(candidate.image, of: candidate.builds) {
                // Another app of the project may name this image as its own.
                guard try !db.exists("SELECT 1 FROM releases WHERE image = \(candidate.image) AND app_id <> \(app.id)") else { continue }
                try db.execute(
                    """
                    INSERT INTO removed_images (app_id, image) VALUES (\(app.id), \(candidate.image))
                    ON CONFLICT (app_id, image) DO NOTHING
                    """)
                given.append(candidate.image)
            }
            return given
        }
        return given ?? candidates.map(\.image)
    }
}

private extension PostgresConnection {
    func neededImages(of app: AppRecord, keeping kept: Int) throws -> NeededImages {
        let inUse = try query(
            """
            SELECT DISTINCT image FROM deployments d WHERE app_id = \(app.id) AND image <> ''
                AND EXISTS (SELECT 1 FROM instances i WHERE i.deployment_id = d.id AND i.removed_at IS NULL)
            """) { row in try row.get("image", as: String.self) }
        let live = try app.current.flatMap { try deployment($0)?.image }
        let moving = try unfinished(of: app.id).map { NeededImages.Moving(image: $0.image, build: $0.build) }
        let earlier = try query(
            """
            SELECT image FROM deployments WHERE app_id = \(app.id) AND went_live_at IS NOT NULL AND image <> ''
            GROUP BY image ORDER BY max(went_live_at) DESC, max(number) DESC LIMIT \(kept + 1)
            """) { row in try row.get("image", as: String.self) }
        return NeededImages(live: live, inUse: Set(inUse), moving: moving, earlier: earlier, kept: kept)
    }
}
