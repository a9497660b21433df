"""Check-ins by role: asked once a week, answered in a form, summed up in one thread; blockers chased until closed.

questions   what each role is asked, and changing it
plans       when a project has its check-ins: Plan, plan_of, arrange
rounds      one week's check-in: finding it, its seats, who may answer for which
asking      the kind of happening that asks
answering   opening the form, answering, skipping
summing     reminding, summing up, and what happens when two see it differently
blockers    what stands in the way
reading     what the messages show
"""
