"""Programmes as a directory of human services reads them: Open Referral's Human Services
Data Specification 3.0 (https://docs.openreferral.org/en/3.0/).

A programme is a service, its centre the organization, its place a location. The builders
take programmes as `cms.open_data.published` gives them, and ask the database nothing.
"""
