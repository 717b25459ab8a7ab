snn_registers.v
axi_commands.v
axi_results.v
axi_front.v
snn_axi.v
