import Core
import HTTPClient
package import Telemetry

package extension ContainerEngine {
    /// Whether the engine answers, what it is, and whether it can run anything.
    func examine() async -> Finding {
        let advice = "make run brings it back; its log: log/podman.log"
        do throws(EngineError) {
            let start = ContinuousClock.now
            let answer = try await call("GET", "/version", deadline: .seconds(5))
            let took = (ContinuousClock.now - start).milliseconds
            let json = try answer.json()
            let parts = (json["Components"]?.array ?? []).compactMap { $0["Name"]?.string }
            guard let runtime = parts.first(where: { $0.contains("runc") || $0.contains("crun") || $0.hasPrefix("OCI Runtime") }) else {
                return .fail("The container engine has no runtime to run containers with.", do: "apt-get install runc, then make run")
            }
            let name = answer.header("Libpod-Api-Version") == nil ? "Docker" : "Podman"
            return .ok("\(name) \(json["Version"]?.string ?? "") answers in \(took) ms; it runs containers by \(runtime).")
        } catch {
            return .fail("The container engine at \(socket) does not answer: \(error.message).", do: advice)
        }
    }

    /// The free space where the engine keeps images and containers.
    func examineDisk() async -> Finding {
        do throws(EngineError) {
            let info = try await call("GET", "/info", deadline: .seconds(5)).json()
            return .disk(info["DockerRootDir"]?.string ?? "/", "images and containers")
        } catch {
            return .warn("The container engine does not say where its images lie.", do: "see the check of the engine")
        }
    }
}
