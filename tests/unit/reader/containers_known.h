/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The containers of tests/unit/containers, and what there is to know of them. */
#ifndef TESTS_CONTAINERS_KNOWN_H
#define TESTS_CONTAINERS_KNOWN_H

#define TWICE(x)   x x
#define SIXTEEN(x) TWICE(TWICE(TWICE(TWICE(x))))
#define ALL(x)	   TWICE(TWICE(SIXTEEN(x)))

#define DIGITS	 ALL("7")
#define DIGEST	 "sha256:" DIGITS
#define POD_NAME "signup-7d9f8b6c5-x2x4q"
#define POD_UID	 "0b8a6a9e-3c52-4d0b-9a55-3f4e9d1f2a77"
#define REGISTRY "registry.example:5000/shop/signup"

#define PODMAN	"535aa3b5aec23c99f7bdb9def2dd99ebdde6a9c80d5d50b8490cf49212027238"
#define MEMBER	"0b3a3189b2693557bd5b7447d431f8993fe1346827728da77acd795065a7f009"
#define PLAYED	"911b013fad8bb8616f7028a36a99d4b32a3eb00f8533f0bade7485cc5548de18"
#define INFRA	"8866f7550d09e176329f17e399f26c57576e092930d65f8771d1d35cf6e234ff"
#define ALICES	ALL("3")
#define DOCKER	"9064a099c5f831e3b39f1d5d5deb415c483e11fc0f9eb82d61194db071e4ad08"
#define DOCKERS "var/lib/docker/containers/" DOCKER
#define CTR	"cweb"

#define PODMANS_IMAGE                                                                      \
	[CONTAINER_IMAGE] = "docker.io/lab/signup", [CONTAINER_TAG] = "2.4.1",             \
	[CONTAINER_DIGEST] =                                                               \
		"sha256:294e398b7d816f3ca66ed63633922b2bf1b7336aae643b6b28a78efa7fd59479", \
	[CONTAINER_IMAGE_ID] =                                                             \
		"sha256:16b6d20a32e0f3ae39565a8e8e88d8f2e137a19b97df2befca10a81f2e68c8d9"
#define OF_POD \
	[CONTAINER_POD] = POD_NAME, [CONTAINER_POD_UID] = POD_UID, [CONTAINER_NAMESPACE] = "staging"

static const struct {
	const char *what, *runtime, *id, *source;
	bool alices;
	const char *field[CONTAINER_FIELDS];
} known[] = {
	{ "podman", "podman", PODMAN, "file", false, { [CONTAINER_NAME] = "web", PODMANS_IMAGE } },
	{ "podman's pod",
	  "podman",
	  MEMBER,
	  "file",
	  false,
	  { [CONTAINER_NAME] = "member",
	    PODMANS_IMAGE,
	    [CONTAINER_POD] = "shop",
	    [CONTAINER_POD_UID] =
		    "2367086429c538a5605180a4c03ece4e9b21bf13506ef63dd8464b969969cad7" } },
	{ "podman kube play",
	  "podman",
	  PLAYED,
	  "file",
	  false,
	  { [CONTAINER_NAME] = "checkout-web",
	    PODMANS_IMAGE,
	    [CONTAINER_POD] = "checkout",
	    [CONTAINER_POD_UID] =
		    "53f87f195c589b3e706cb62d98ed0ccfe3fe90a6d3cca0a348f821b44b22718a" } },
	{ "podman without root",
	  "podman",
	  ALICES,
	  "user_file",
	  true,
	  { [CONTAINER_NAME] = "hers",
	    [CONTAINER_IMAGE] = "docker.io/lab/alices",
	    [CONTAINER_TAG] = "1.0",
	    [CONTAINER_DIGEST] = DIGEST,
	    [CONTAINER_IMAGE_ID] = "sha256:" ALL("4") } },
	{ "docker",
	  "docker",
	  DOCKER,
	  "file",
	  false,
	  { [CONTAINER_NAME] = "dweb",
	    [CONTAINER_IMAGE] = "lab/signup",
	    [CONTAINER_TAG] = "2.4.1",
	    [CONTAINER_IMAGE_ID] =
		    "sha256:4a516cc899f2ee4be2f69c484fb0f8a667777537330e546f70a9932181dbfa86" } },
	{ "containerd's ctr",
	  "containerd",
	  CTR,
	  "file",
	  false,
	  { [CONTAINER_NAME] = "cweb",
	    [CONTAINER_IMAGE] = "docker.io/lab/signup",
	    [CONTAINER_TAG] = "2.4.1",
	    [CONTAINER_DIGEST] =
		    "sha256:1b2b95c44e89a3b357d3423d59785dcf7f773b0b5a60af7ddabc745bbe361dd8" } },
	{ "containerd's CRI",
	  "containerd",
	  ALL("a"),
	  "file",
	  false,
	  { [CONTAINER_NAME] = "web",
	    [CONTAINER_IMAGE] = REGISTRY,
	    [CONTAINER_TAG] = "2.4.1",
	    OF_POD } },
	{ "a runtime that is not said",
	  NULL,
	  ALL("a"),
	  "file",
	  false,
	  { [CONTAINER_NAME] = "web",
	    [CONTAINER_IMAGE] = REGISTRY,
	    [CONTAINER_TAG] = "2.4.1",
	    OF_POD } },
	{ "its sandbox",
	  "containerd",
	  ALL("b"),
	  "file",
	  false,
	  { [CONTAINER_NAME] = "POD", OF_POD } },
	{ "nerdctl", NULL, ALL("2"), "file", false, { [CONTAINER_NAME] = "web-nerdctl" } },
	{ "cri-o",
	  "cri-o",
	  ALL("c"),
	  "file",
	  false,
	  { [CONTAINER_NAME] = "web",
	    [CONTAINER_IMAGE] = REGISTRY,
	    [CONTAINER_TAG] = "2.4.1",
	    [CONTAINER_DIGEST] = DIGEST,
	    [CONTAINER_IMAGE_ID] = "sha256:" ALL("9"),
	    OF_POD } },
	{ "cri-dockerd",
	  "docker",
	  ALL("e"),
	  "file",
	  false,
	  { [CONTAINER_NAME] = "web",
	    [CONTAINER_IMAGE] = REGISTRY,
	    [CONTAINER_DIGEST] = "sha256:" ALL("6"),
	    [CONTAINER_IMAGE_ID] = "sha256:" ALL("8"),
	    OF_POD } },
	{ "kubelet's link alone",
	  NULL,
	  ALL("1"),
	  "symlink",
	  false,
	  { [CONTAINER_NAME] = "web", OF_POD } },
};

#endif /* TESTS_CONTAINERS_KNOWN_H */
