import Core
import Hosting
import Postgres
import Sealing

/// Opens a sealed release, for as long as a container takes to make.
struct ReleaseOpener: Sendable {
    let key: MasterKey
    let installation: String

    static let rows = SealedTable("release_variables", "app_id, release, key") { row in
        SealedValue.place(app: try row.get("app_id"), release: try row.get("release"), key: try row.get("key"))
    }

    func objects(_ release: Release, of app: AppRecord, deployment: DeploymentID) throws(Fault) -> DesiredObjects {
        var opened: [Rendering.OpenedValue] = []
        for variable in release.variables {
            let place = SealedValue.place(app: app.id, release: release.number, key: variable.key)
            let value = String(decoding: try key.open(variable.value, at: place), as: UTF8.self)
            opened.append(Rendering.OpenedValue(key: variable.key, isSecret: variable.isSecret, value: value))
        }
        return Rendering(installation: installation, app: app, deployment: deployment, release: release, variables: opened).objects
    }

    /// From the place where the app service sealed it to the place of its release.
    func reseal(_ value: [UInt8], _ variableKey: String, app: AppID, release: Int) throws(Fault) -> [UInt8] {
        let plain = try key.open(value, at: SealedValue.placeInApp(app, key: variableKey))
        return try key.seal(plain, at: SealedValue.place(app: app, release: release, key: variableKey))
    }
}
