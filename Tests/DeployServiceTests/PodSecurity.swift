import Core
import Testing

/// The `restricted` profile of the Pod Security Standards (Kubernetes 1.30), read off its page, over JSON: it knows nothing of how
/// objects are rendered.
enum PodSecurity {
    private static let volumes: Set<String> = [
        "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret",
    ]
    private static let sysctls: Set<String> = [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies",
        "net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
    ]

    /// Everything in which a Pod's spec goes against the profile.
    static func violations(_ pod: JSONValue) -> [String] {
        var found: [String] = []
        for key in ["hostNetwork", "hostPID", "hostIPC"] where pod[key]?.bool ?? false { found.append(key) }
        for volume in pod["volumes"]?.array ?? [] {
            let kinds = Set((volume.object ?? [:]).keys).subtracting(["name"])
            if !kinds.isSubset(of: volumes) || kinds.isEmpty { found.append("volume \(kinds.sorted())") }
        }
        let own = pod["securityContext"] ?? .null
        for sysctl in own["sysctls"]?.array ?? [] where !sysctls.contains(sysctl["name"]?.string ?? "") { found.append("sysctl") }
        if own["runAsUser"]?.int == 0 { found.append("pod runs as 0") }
        if own["windowsOptions"]?["hostProcess"]?.bool ?? false { found.append("hostProcess") }
        let containers = ["initContainers", "containers", "ephemeralContainers"].flatMap { pod[$0]?.array ?? [] }
        if containers.isEmpty { found.append("no containers") }
        for container in containers { found += violations(container, in: own) }
        return found
    }

    private static func violations(_ container: JSONValue, in pod: JSONValue) -> [String] {
        var found: [String] = []
        let own = container["securityContext"] ?? .null
        if own["privileged"]?.bool ?? false { found.append("privileged") }
        if own["allowPrivilegeEscalation"]?.bool != false { found.append("allowPrivilegeEscalation") }
        if (own["runAsNonRoot"] ?? pod["runAsNonRoot"])?.bool != true { found.append("runAsNonRoot") }
        if own["runAsUser"]?.int == 0 { found.append("container runs as 0") }
        if !["RuntimeDefault", "Localhost"].contains((own["seccompProfile"] ?? pod["seccompProfile"])?["type"]?.string ?? "") { found.append("seccomp") }
        if !(own["capabilities"]?["drop"]?.array ?? []).contains("ALL") { found.append("capabilities not dropped") }
        if !(own["capabilities"]?["add"]?.array ?? []).allSatisfy({ $0 == "NET_BIND_SERVICE" }) { found.append("capabilities added") }
        if let mount = own["procMount"]?.string, mount != "Default" { found.append("procMount") }
        for port in container["ports"]?.array ?? [] where (port["hostPort"]?.int ?? 0) != 0 { found.append("hostPort") }
        for probe in ["livenessProbe", "readinessProbe", "startupProbe"] where container[probe]?["httpGet"]?["host"] != nil { found.append("probe host") }
        for handler in ["postStart", "preStop"] where container["lifecycle"]?[handler]?["httpGet"]?["host"] != nil { found.append("lifecycle host") }
        return found
    }
}

@Suite struct PodSecurityTests {
    /// The checker itself is not blind: what the profile forbids, it finds.
    @Test(arguments: [
        (#"{"containers":[{}]}"#, ["allowPrivilegeEscalation", "runAsNonRoot", "seccomp", "capabilities not dropped"]),
        (
            #"{"hostNetwork":true,"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},"volumes":[{"name":"x","hostPath":{"path":"/"}}],"containers":[{"securityContext":{"privileged":true,"allowPrivilegeEscalation":false,"runAsUser":0,"capabilities":{"drop":["ALL"],"add":["SYS_ADMIN"]}}}]}"#,
            ["hostNetwork", "volume [\"hostPath\"]", "privileged", "container runs as 0", "capabilities added"]
        ),
    ])
    func `finds what the profile forbids`(_ pod: String, _ expected: [String]) throws {
        #expect(PodSecurity.violations(try JSONValue(parsing: pod)) == expected)
    }
}
