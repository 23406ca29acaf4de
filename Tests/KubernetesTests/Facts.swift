/// What a Kubernetes 1.36 API server answered when these kinds were applied, without `managedFields`.
enum Facts {
    static let namespace = """
        {"kind":"Namespace","apiVersion":"v1","metadata":{"name":"rec-demo","uid":"f008c885-4176-40b6-9768-120b3d60d1f6",
        "resourceVersion":"785","creationTimestamp":"2026-11-21T09:22:16Z","labels":{"app.kubernetes.io/managed-by":"slipway",
        "kubernetes.io/metadata.name":"rec-demo","pod-security.kubernetes.io/enforce":"restricted"}},
        "spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}}
        """
    static let configMap = """
        {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"web","namespace":"rec-demo",
        "uid":"bd4e26c1-86bc-422f-8210-bde82fb7069c","resourceVersion":"794","creationTimestamp":"2026-11-21T09:22:17Z"},
        "data":{"EMPTY":"","GREETING":"hello"}}
        """
    static let secret = """
        {"kind":"Secret","apiVersion":"v1","metadata":{"name":"web","namespace":"rec-demo",
        "uid":"2453f20c-66e2-4330-9441-6ec9e6d45dbb","resourceVersion":"795","creationTimestamp":"2026-11-21T09:22:17Z"},
        "data":{"TOKEN":"czNjcmV0"},"type":"Opaque"}
        """
    static let deployment = """
        {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web","namespace":"rec-demo",
        "uid":"a57f8289-7c75-4708-891e-5f3ee44addde","resourceVersion":"1961","generation":4,
        "creationTimestamp":"2026-11-21T09:32:35Z","labels":{"app.kubernetes.io/managed-by":"slipway","app.kubernetes.io/name":"web"},
        "annotations":{"deployment.kubernetes.io/revision":"1"}},
        "spec":{"replicas":3,"selector":{"matchLabels":{"app.kubernetes.io/name":"web"}},
        "template":{"metadata":{"labels":{"app.kubernetes.io/name":"web"}},
        "spec":{"containers":[{"name":"app","image":"localhost:5000/bb:1","command":["/bin/sh","-c","sleep 600"],
        "ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],"env":[{"name":"PORT","value":"8080"}],
        "resources":{"limits":{"memory":"64Mi"},"requests":{"cpu":"10m","memory":"16Mi"}},
        "readinessProbe":{"httpGet":{"path":"/","port":"http","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":1,
        "successThreshold":1,"failureThreshold":3},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File",
        "imagePullPolicy":"IfNotPresent","securityContext":{"capabilities":{"drop":["ALL"]},"readOnlyRootFilesystem":true,
        "allowPrivilegeEscalation":false}}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst",
        "automountServiceAccountToken":false,"securityContext":{"runAsUser":10001,"runAsNonRoot":true,
        "seccompProfile":{"type":"RuntimeDefault"}},"schedulerName":"default-scheduler"}},
        "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}},
        "revisionHistoryLimit":3,"progressDeadlineSeconds":20},
        "status":{"observedGeneration":1,"replicas":1,"updatedReplicas":1,"unavailableReplicas":1}}
        """
    static let service = """
        {"kind":"Service","apiVersion":"v1","metadata":{"name":"web","namespace":"rec-demo",
        "uid":"51f4c9a8-1c7e-4b01-9e47-f1e0ba864f3d","resourceVersion":"800","creationTimestamp":"2026-11-21T09:22:17Z"},
        "spec":{"ports":[{"name":"http","protocol":"TCP","port":80,"targetPort":"http"}],
        "selector":{"app.kubernetes.io/name":"web"},"clusterIP":"10.96.137.53","clusterIPs":["10.96.137.53"],"type":"ClusterIP",
        "sessionAffinity":"None","ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack","internalTrafficPolicy":"Cluster"},
        "status":{"loadBalancer":{}}}
        """
    static let ingress = """
        {"kind":"Ingress","apiVersion":"networking.k8s.io/v1","metadata":{"name":"web","namespace":"rec-demo",
        "uid":"9b5f2945-a456-4377-ab47-4b6fe23ec781","resourceVersion":"805","generation":1,
        "creationTimestamp":"2026-11-21T09:22:17Z","annotations":{"cert-manager.io/cluster-issuer":"letsencrypt"}},
        "spec":{"ingressClassName":"traefik","tls":[{"hosts":["web.example.com"],"secretName":"web-tls"}],
        "rules":[{"host":"web.example.com","http":{"paths":[{"path":"/","pathType":"Prefix",
        "backend":{"service":{"name":"web","port":{"name":"http"}}}}]}}]},"status":{"loadBalancer":{}}}
        """
}
