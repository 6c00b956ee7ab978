"""The pages that join several apps. No models."""
