snn_axi_mesh.v
