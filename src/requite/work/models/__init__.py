"""What is done and to be done: calls, meetings, tasks and notes, as one line of time."""

from requite.work.models.activity import Activity
from requite.work.models.deal_standing import DealStanding
from requite.work.models.status import CallStatus
from requite.work.models.taking_part import Attendance, Participation, Standing

__all__ = ["Activity", "Attendance", "CallStatus", "DealStanding", "Participation", "Standing"]
