"""The screen: Streamlit pages over the engine in `core`."""
