package testnet_test

import "praxis/node"

type (
	peer       = node.Peer
	repository = node.RepositoryStatus
	holder     = node.Holder
)
