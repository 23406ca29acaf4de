"""What each account of an installation may do in a cluster, as `kubectl auth can-i --list` tells it, beside what it has done: the
services count every request that they make. Whatever is allowed and never used should not be allowed."""

import re

# What the deploy service applies: a project's, and an app's.
PROJECT = ("resourcequotas", "limitranges", "networkpolicies", "serviceaccounts")
APP = ("configmaps", "services", "deployments", "ingresses", "poddisruptionbudgets", "horizontalpodautoscalers")
SEEN = ("pods", "replicasets", "ingressclasses")


def _each(verb, kinds, reason):
    return {(verb, kind): reason for kind in kinds}


# Used when something goes wrong, or once in a long while: no run shows all of them, so each stands here with its reason.
SELDOM = {
    "deploy": {
        **_each("get", ("namespaces", *PROJECT, *APP), "an object is read again when the watch is behind, or before it is deleted"),
        **_each("delete", APP, "they go with their namespace; one by one only where an app loses them"),
        **_each("watch", ("namespaces", *PROJECT, *APP, *SEEN), "a kind's first list may be all that a short run makes"),
        ("list", "events"): "asked for when Pods find no node",
        ("get", "pods/log"): "the last words of an instance that failed",
        ("list", "pods"): "usage, where there is a metrics API; and what is left of a release",
    },
    "build": {
        ("list", "events"): "asked for while a Job has no Pod",
    },
    "log": {
        ("get", "pods"): "asked when a log ends", ("watch", "pods"): "the first list may be all that a short run makes",
    },
    # Three verbs on Secrets, in its own namespace: what the bootstrap does is all that it does.
    "bootstrap": {("*", "secrets"): "the bootstrap's own work"},
}
ACCOUNTS = list(SELDOM)
# What everybody may who is known to the API server.
EVERYBODY = re.compile(r"^(self\w+reviews\.|clustertrustbundles\.)")
VERBS = {"apply": ("create", "patch"), "log": ("get",)}
# Nobody of ours may do any of these; asked one by one, whatever the lists say.
NEVER = [
    ("get", "nodes"), ("list", "secrets"), ("create", "pods"), ("create", "pods", "exec"), ("create", "serviceaccounts", "token"), ("get", "pods", "exec"),
    ("create", "clusterroles.rbac.authorization.k8s.io"), ("create", "clusterrolebindings.rbac.authorization.k8s.io"),
    ("create", "rolebindings.rbac.authorization.k8s.io"), ("bind", "clusterroles.rbac.authorization.k8s.io"),
    ("escalate", "clusterroles.rbac.authorization.k8s.io"), ("impersonate", "users"), ("delete", "nodes"),
    ("create", "persistentvolumes"), ("patch", "validatingwebhookconfigurations.admissionregistration.k8s.io"),
]


class Rights:
    """`has_built`: whether there was an executor's image, without which the build service asks a cluster for nothing."""

    def __init__(self, kubectl, namespace, has_built):
        self.kubectl, self.namespace = kubectl, namespace
        self.seldom = SELDOM if has_built else {**SELDOM, "build": {("*", "*"): "in a run without an executor's image"}}

    def _as(self, account):
        return f"--as=system:serviceaccount:{self.namespace}:{account}"

    def allowed(self, account):
        """(verb, resource) pairs, as the API server sees them in the platform's own namespace."""
        pairs = set()
        for line in self.kubectl("auth", "can-i", "--list", "-n", self.namespace, "--no-headers", self._as(account)).splitlines():
            found = re.match(r"^(\S+)\s+\[(.*?)\]\s+\[(.*?)\]\s+\[(.*?)\]$", line)
            if found and not found[1].startswith("[") and not EVERYBODY.match(found[1]):
                # configmaps, deployments.apps, pods/log: a name of the group would make no difference here.
                pairs |= {(verb, re.sub(r"\.[^/]*", "", found[1])) for verb in found[4].split()}
        return pairs

    @staticmethod
    def used(metrics):
        """The same, out of the metrics of a service's Pods."""
        pairs = set()
        for verb, kind in re.findall(r'^slipway_kubernetes_request_duration_seconds_count\{(?=[^}]*verb="(\w+)")(?=[^}]*kind="(\w+)")', metrics, re.MULTILINE):
            if kind != "server":
                pairs |= {(one, f"{kind}/log" if verb == "log" else kind) for one in VERBS.get(verb, (verb,))}
        return pairs

    def unused(self, account, used):
        seldom = self.seldom[account]
        excused = lambda verb, kind: any(key in seldom for key in ((verb, kind), ("*", kind), ("*", "*")))
        return sorted(pair for pair in self.allowed(account) if pair not in used and not excused(*pair))

    def beyond(self, account):
        """What it may and must never, in all namespaces."""
        return [f"{verb} {'/'.join(what)}" for verb, *what in NEVER if self._may(account, verb, *what)]

    def _may(self, account, verb, kind, part=None):
        also = [f"--subresource={part}"] if part else []
        return self.kubectl("auth", "can-i", verb, kind, "--all-namespaces", *also, self._as(account), check=False).strip() == "yes"

    def table(self, used):
        """One row a resource: what each account may, and in capitals what it has done."""
        told = {account: self.allowed(account) for account in ACCOUNTS}
        kinds = sorted({kind for pairs in told.values() for _, kind in pairs})
        rows = [["", *ACCOUNTS]]
        for kind in kinds:
            row = [kind]
            for account in ACCOUNTS:
                verbs = sorted(verb for verb, what in told[account] if what == kind)
                row.append(" ".join(verb.upper() if (verb, kind) in used.get(account, ()) else verb for verb in verbs))
            rows.append(row)
        widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))]
        return "\n".join("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)
