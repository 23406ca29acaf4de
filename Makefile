# Slipway: `make help` says what there is. Settings are given as variables (make run SLIPWAY_APPS_PORT=9081) and remembered
# in the state folder; compose/README.md lists them.

PYTHON := /usr/bin/python3
LOCAL   = PYTHONPATH="$(CURDIR)/compose" PYTHONDONTWRITEBYTECODE=1 $(PYTHON) -m local
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run infrastructure down clean status scale base-images build metrics test test-system test-kubernetes bench bootstrap proto proto-check image test-installed test-compose backup restore rotate-master-key

help: ## this list
	@echo "Slipway. Begin with:  make run"; echo
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-24s %s\n", $$1, $$2 }'
	@echo; echo "Settings: compose/README.md"

run: $(PYTHON) ## install what is missing, build, start everything, deploy the example
	@$(LOCAL) up

infrastructure: $(PYTHON) ## everything but the services: databases, bus, registry, engine, router
	@$(LOCAL) up --infrastructure

down: $(PYTHON) ## stop everything; make run brings it back as it was
	@$(LOCAL) down

clean: $(PYTHON) ## stop everything and forget it: containers, images, databases, secrets
	@$(LOCAL) clean

status: $(PYTHON) ## what runs
	@$(LOCAL) status

scale: $(PYTHON) ## run a service as N replicas: make scale SERVICE=build N=3
	@test -n "$(SERVICE)" -a -n "$(N)" || { echo "Say which and how many:  make scale SERVICE=build N=3"; exit 1; }
	@$(LOCAL) scale "$(SERVICE)" "$(N)"

backup: $(PYTHON) ## every database at one point, and the secrets: [FILE=slipway-….tar]
	@$(LOCAL) backup --file "$(FILE)"

restore: $(PYTHON) ## what make backup wrote, after make down: FILE=slipway-….tar
	@$(LOCAL) restore --file "$(FILE)"

rotate-master-key: $(PYTHON) ## another key for what is stored, while everything goes on
	@$(LOCAL) rotate-master-key

base-images: $(PYTHON) ## make base images of Debian packages, for where docker.io can't be reached
	@$(LOCAL) base-images

build: ## compile the services and the client for release
	swift build -c release

image: $(PYTHON) ## the one image of Slipway: IMAGE=name [BASE=debian:bookworm-slim IMAGE_PROGRAM="podman build"]
	@$(LOCAL) image --name "$(or $(IMAGE),slipway:latest)" --base "$(BASE)" --program "$(IMAGE_PROGRAM)"

metrics: ## write Services/METRICS.md anew from what the binaries say
	swift build && Services/metrics .build/debug

test: $(PYTHON) ## all tests, on real servers and containers; FILTER=… for some
	@$(LOCAL) test

test-system: $(PYTHON) ## the system tests alone, on a platform of their own
	@$(LOCAL) test --system

test-kubernetes: $(PYTHON) ## the same path on a live cluster: KUBECONFIG=… REGISTRY=… [INGRESS_ADDRESS=host:port INGRESS_CLASS=… EXECUTOR=image POD_REGISTRY=host:port]
	@$(LOCAL) test-kubernetes --kubeconfig "$(KUBECONFIG)" --registry "$(REGISTRY)" --ingress "$(or $(INGRESS_ADDRESS),127.0.0.1:80)" --class "$(or $(INGRESS_CLASS),traefik)" \
		--account "$(ACCOUNT)" --restart "$(RESTART_API_SERVER)" --executor "$(EXECUTOR)" --pod-registry "$(POD_REGISTRY)"
	@test -z "$(IMAGE)" || $(MAKE) test-installed

test-installed: $(PYTHON) ## Slipway itself on a live cluster: KUBECONFIG=… REGISTRY=… IMAGE=… [EXECUTOR=… POSTGRES_IMAGE=… NATS_IMAGE=… INGRESS_ADDRESS=…]
	@$(LOCAL) test-installed --kubeconfig "$(KUBECONFIG)" --registry "$(or $(POD_REGISTRY),$(REGISTRY))" --image "$(IMAGE)" --postgres "$(POSTGRES_IMAGE)" --nats "$(NATS_IMAGE)" --executor "$(EXECUTOR)" \
		--ingress "$(or $(INGRESS_ADDRESS),127.0.0.1:80)" --class "$(or $(INGRESS_CLASS),traefik)"

test-compose: $(PYTHON) ## the platform in containers, by podman-compose: IMAGE=… [POSTGRES_IMAGE=… NATS_IMAGE=… REGISTRY_IMAGE=… TRAEFIK_IMAGE=…]
	@$(LOCAL) test-compose --image "$(IMAGE)" --postgres "$(POSTGRES_IMAGE)" --nats "$(NATS_IMAGE)" --registry "$(REGISTRY_IMAGE)" --traefik "$(TRAEFIK_IMAGE)"

bench: $(PYTHON) ## ratios to raw references, in ten minutes; ONLY=rpc,read for some (Tests/Benchmarks)
	@PYTHONPATH="$(CURDIR)/compose:$(CURDIR)/Tests/Benchmarks" PYTHONDONTWRITEBYTECODE=1 ONLY="$(ONLY)" PAIRS="$(PAIRS)" $(PYTHON) -m bench

bootstrap: $(PYTHON) ## install what is missing, and nothing else
	@$(LOCAL) bootstrap

proto: ## write Proto/Generated anew from Proto/*.proto
	@Proto/generate

proto-check: ## say whether Proto/Generated is fresh
	@Proto/generate --check

# Debian's own Python; the machine's PATH may lead to another one.
$(PYTHON):
	apt-get update -q && apt-get install -y -q --no-install-recommends python3
