"""The practice workspace: Slack's protocols in memory over loopback, and the page that shows it.

It is strict: what Slack would refuse, it refuses with Slack's own error name. Nothing that ships imports it.
"""
