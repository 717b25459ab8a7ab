"""What nengo-loihi says that stored weights deliver: formats as JSON on standard input, a list of weights each on standard output."""

import json
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")

from nengo_loihi.block import SynapseConfig
from nengo_loihi.builder.discretize import discretize_weights


def delivered(signMode, weightBits, weightExponent, stored):
    config = SynapseConfig(
        weight_bits=SynapseConfig.WEIGHT_BITS_MAP.index(weightBits),
        weight_exp=weightExponent,
        fanout_type=1 if signMode == "mixed" else 0,
    )
    sign = -1 if signMode == "inhibitory" else 1
    mantissas = sign * np.array(stored, dtype=float) * 2.0**config.shift_bits
    return discretize_weights(config, mantissas).tolist()


json.dump([delivered(**item) for item in json.load(sys.stdin)], sys.stdout)
