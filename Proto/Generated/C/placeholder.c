int slipway_placeholder;
