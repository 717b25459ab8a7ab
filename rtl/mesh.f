mesh_turns.v
mesh_router.v
mesh_node.v
mesh_results.v
mesh_control.v
snn_mesh.v
