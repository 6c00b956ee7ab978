"""The registry: units are issued, go from holder to holder, and come to an end; no number is ever given twice."""
