import Core
import Messages
import Postgres

extension DeployStore {
    /// Makes the app's row before its first deployment.
    func adopt(_ desired: Proto.AppDesired) async throws(Fault) {
        try await pool.transaction("adopting app") { db in
            if let app = desired.app { try db.adoptApp(app) }
        }
    }

    func setScale(_ id: AppID, to scale: Int, autoscaling: Autoscaling? = nil) async throws(Fault) {
        _ = try await change(id, "setting scale") { db, app in
            guard !app.isDeleting else { throw Fault.wrongState("\(app.name) is being deleted.") }
            guard app.scale != scale || app.autoscaling != autoscaling else { return }
            try db.setScale(id, to: scale, autoscaling: autoscaling)
            let sentence =
                if let autoscaling {
                    "Scaled to between \(autoscaling.least) and \(autoscaling.most), by \(autoscaling.cpuPercent) % of CPU."
                } else {
                    scale == 0 ? "Stopping: scaled to 0." : "Scaled from \(app.scale) to \(scale)."
                }
            try db.say(sentence, app: app)
        }
    }

    func restart(_ id: AppID) async throws(Fault) {
        _ = try await change(id, "restarting app") { db, app in
            guard !app.isDeleting else { throw Fault.wrongState("\(app.name) is being deleted.") }
            guard app.current != nil else {
                throw Fault.wrongState("Nothing of \(app.name) is live that could be restarted.", reason: "nothing_live")
            }
            guard app.scale > 0 else { throw Fault.wrongState("\(app.name) is stopped; scale it up to start it.", reason: "stopped") }
            try db.raiseRestartGeneration(id)
            try db.say("Restarting.", app: app)
        }
    }

    /// The app is to go. How many instances are left of it; nil once nothing is.
    func bury(_ id: AppID) async throws(Fault) -> Int? {
        try await change(id, "burying app") { db, app -> Int in
            if !app.isDeleting {
                for moving in try db.unfinished(of: id) { try db.cancel(moving.id, reason: "app_deleted") }
                try db.buryApp(id)
            }
            return try db.instances(of: id).count
        }
    }
}
