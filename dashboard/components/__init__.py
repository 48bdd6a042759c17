"""The few browser parts that Streamlit lacks, each a Python function over its JavaScript and style files."""
