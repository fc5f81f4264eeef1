"""What this room keeps (监督管理数据): campaigns and checks, rectifications, complaints."""

from dengji.supervision.models.campaigns import Barred, Campaign, Inspection, Inspector
from dengji.supervision.models.complaints import Complaint, ComplaintEvent, ComplaintFile, Complaints
from dengji.supervision.models.rectifications import Rectification, RectificationEvent, Rectifications

__all__ = [
    "Barred",
    "Campaign",
    "Complaint",
    "ComplaintEvent",
    "ComplaintFile",
    "Complaints",
    "Inspection",
    "Inspector",
    "Rectification",
    "RectificationEvent",
    "Rectifications",
]
